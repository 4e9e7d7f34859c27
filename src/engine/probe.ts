import type { Estate } from '../model/document.js'
import { Fault } from '../model/fault.js'
import { didYouMean } from '../model/nearest.js'
import type { AccountRow, AppRow, Snapshot } from '../model/snapshot.js'
import type { ConnectQuestion, ReadPort } from '../provider/port.js'
import type { Probe } from '../report/probe.js'
import { eachAccount } from './each-account.js'
import type { RunOptions } from './options.js'
import { connectedMeanwhile, judgeAnswers, shownThoughRestricted } from './probe/judge.js'
import { type ProbeQuestion, questionsOf } from './probe/questions.js'

/** So many questions are asked at most: what they cost is bounded, and what is left out is said. */
const MOST_QUESTIONS = 20_000

/**
 * Asks the platform to let people connect what is restricted, and everybody what is open, without connecting anything.
 * @param names the accounts to ask about; empty for all that the estate governs
 */
export async function probeOver(
  estate: Estate,
  snapshot: Snapshot,
  port: ReadPort,
  names: readonly string[],
  options: RunOptions,
): Promise<Probe> {
  const apps = new Map([...snapshot.rows.apps.values()].map((row) => [row.name, row]))
  const asked: ProbeQuestion[] = []
  let left = 0
  const accounts = new Set<string>()
  const wants = wanted(snapshot, names)
  const { doubtful, stopped } = eachAccount(estate, snapshot, options, wants, (seen) => {
    const { id } = seen.live.account
    if (id === null || (names.length === 0 && seen.standing === 'ungoverned')) return
    accounts.add(id)
    for (const question of questionsOf(seen, apps.keys())) {
      if (asked.length < MOST_QUESTIONS) asked.push(question)
      else left += 1
    }
  })
  const answers = await port.wouldConnect(asked.map((question) => toPort(question, apps)))
  const portals = await port.portals([...accounts])
  const { findings, ...judged } = judgeAnswers(asked, answers)
  const all = [
    ...findings,
    ...shownThoughRestricted(snapshot, portals),
    ...connectedMeanwhile(snapshot, await port.refresh(snapshot), asked),
  ]
  const people = new Set(asked.map(({ account, user }) => `${account.id} ${user?.id}`)).size
  const counts = { asked: asked.length, left, accounts: accounts.size, apps: apps.size, people }
  return { ...counts, ...judged, findings: all, doubtful, stopped }
}

function toPort({ account, app, project, user }: ProbeQuestion, apps: ReadonlyMap<string, AppRow>): ConnectQuestion {
  const { auth = 'oauth2' } = apps.get(app) ?? {}
  return { account: account.id ?? '', app, auth, project: project?.id ?? null, user: user?.id ?? null }
}

function wanted({ rows }: Snapshot, names: readonly string[]): (row: AccountRow) => boolean {
  const all = [...rows.accounts.values()].map(({ name }) => name)
  const unknown = names.find((name) => !all.includes(name))
  if (unknown === undefined) return ({ name }) => names.length === 0 || names.includes(name)
  const message = `there is no account ${unknown} on the platform.${didYouMean(unknown, all)}`
  throw new Fault('probe/unknown-account', message, 'writ accounts list shows them.')
}
