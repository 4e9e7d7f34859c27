import type { CheckResult, Finding } from '../model/generated/conformance.js'
import type { Check, Claim, Person, Role, Trial } from './check.js'
import { Cleaner } from './cleaner.js'
import type { Client } from './client.js'
import { Fixtures } from './fixtures.js'
import { Names, shareApps } from './names.js'
import { Unmet } from './unmet.js'

export interface Running {
  readonly admin: Client
  readonly people: Partial<Record<Role, Person>>
  readonly claims: (claim: Claim) => boolean
  readonly checks: readonly Check[]
  /** Aborted: the check under way is finished, what it made is removed, and the rest is not run. */
  readonly signal: AbortSignal
  readonly onResult: (result: CheckResult) => void
}

export interface Ran {
  readonly results: readonly CheckResult[]
  readonly leftBehind: readonly string[]
}

/** Runs the checks one after the other, each on ground of its own, and removes what they made. */
export async function runChecks(running: Running): Promise<Ran> {
  const names = new Names()
  const leftBehind: string[] = []
  const shared = new Cleaner(running.admin)
  const apps = await shareApps(running.admin, names, shared)
  const results: CheckResult[] = []
  for (const check of running.checks) {
    const cleaner = new Cleaner(running.admin)
    const result = await judge(check, running, new Fixtures(running.admin, names, cleaner, apps))
    await cleaner.clean()
    leftBehind.push(...cleaner.leftBehind)
    results.push(result)
    running.onResult(result)
  }
  await shared.clean()
  return { results, leftBehind: [...leftBehind, ...shared.leftBehind] }
}

async function judge(check: Check, running: Running, make: Fixtures): Promise<CheckResult> {
  const { name, clause } = check
  const about = { name, proves: [...check.proves], clause }
  const reason = running.signal.aborted ? 'interrupted' : whyNot(check, running)
  if (reason !== null) return { ...about, verdict: 'not-run', reason }
  try {
    await check.run(trial(running, make))
    return { ...about, verdict: 'passed' }
  } catch (error) {
    return { ...about, verdict: 'failed', finding: findingOf(error) }
  }
}

function whyNot({ needs = [], claims: about = [] }: Check, { people, claims }: Running): string | null {
  const unclaimed = about.filter((claim) => !claims(claim))
  if (unclaimed.length > 0) return `the platform does not claim ${unclaimed.join(' and ')}`
  const absent = needs.filter((role) => people[role] === undefined)
  return absent.length === 0 ? null : `needs ${absent.map((role) => `--${role}-token-env`).join(' and ')}`
}

const trial = ({ admin, people }: Running, make: Fixtures): Trial => ({
  admin,
  make,
  as: (role) => {
    const person = people[role]
    if (person === undefined) throw new Error(`the check does not say that it needs ${role}`)
    return person
  },
})

/** What is no broken demand is an answer that did not come, or one that the check could not read. */
function findingOf(error: unknown): Finding {
  if (error instanceof Unmet) return { expected: error.expected, came: error.came, exchange: error.exchange }
  const { code, message } = error as Error & { code?: string }
  return {
    expected: 'an answer as the contract has it',
    came: code === undefined ? message : `${message} (${code})`,
    exchange: null,
  }
}
