import type { AccountRow, Snapshot } from '../../model/snapshot.js'
import type { ConnectAnswer, Portal } from '../../provider/port.js'
import type { Probe, ProbeFinding, ProbeSubject } from '../../report/probe.js'
import type { ProbeQuestion } from './questions.js'

/** What the platform has to say to whoever connects a restricted app, word for word (T5). */
export const SENTENCE = 'This integration is not available for your account. Please contact your administrator.'

type Judged = Pick<Probe, 'refused' | 'allowed' | 'findings' | 'unanswered'>

/** Holds each answer against what it had to be. */
export function judgeAnswers(questions: readonly ProbeQuestion[], answers: readonly ConnectAnswer[]): Judged {
  const findings: ProbeFinding[] = []
  const unanswered: ProbeSubject[] = []
  const counts = { refused: 0, allowed: 0 }
  for (const [at, question] of questions.entries()) {
    const answer = answers[at] ?? { answer: 'unknown', detail: 'no answer came' }
    const finding = answer.answer === 'unknown' ? null : judge(question, answer)
    if (answer.answer === 'unknown') unanswered.push({ ...subjectOf(question), message: answer.detail })
    else if (finding !== null) findings.push({ ...finding, ...facts(question) })
    else counts[answer.answer] += 1
  }
  return { ...counts, findings, unanswered }
}

type Found = Pick<ProbeFinding, 'code' | 'severity' | 'message'>

function judge(
  { closed, wantedClosed }: ProbeQuestion,
  answer: Exclude<ConnectAnswer, { answer: 'unknown' }>,
): Found | null {
  if (answer.answer === 'allowed') {
    if (closed.length > 0) return bad('probe/not-refused', `not refused, though ${closed.join(', ')} closed`)
    if (wantedClosed.length === 0) return null
    return bad('probe/not-applied', `not refused: documents close ${wantedClosed.join(', ')}, and live is open still`)
  }
  const { problem, detail } = answer
  const isProper = problem === 'app-not-available' && detail === SENTENCE
  if (closed.length > 0) return isProper ? null : bad('probe/other-sentence', `refused with ${problem}: ${detail}`)
  const message = `refused, though every gate is open: ${detail}`
  return { code: 'probe/refused-though-open', severity: 'info', message }
}

const bad = (code: ProbeFinding['code'], message: string): Found => ({ code, severity: 'error', message })

const subjectOf = ({ account, app, project, user }: ProbeQuestion): Omit<ProbeSubject, 'message'> => ({
  account: account.fields.name,
  app,
  project: project?.key ?? null,
  user: user?.key ?? null,
})

const facts = (question: ProbeQuestion) => ({
  ...subjectOf(question),
  closed: question.closed.length > 0 ? question.closed : question.wantedClosed,
  at: question.at,
})

/** T4, T6: the portal shows allowed apps only, and none while the menu is off. One that lags behind shows nothing yet. */
export function shownThoughRestricted({ rows }: Snapshot, portals: ReadonlyMap<string, Portal>): ProbeFinding[] {
  return [...portals].flatMap(([id, { menu, apps, isCurrent }]) => {
    const account = rows.accounts.get(id)
    if (account === undefined || !isCurrent) return []
    const found = apps
      .filter((app) => !account.showIntegrations || !isAllowed(account, app))
      .map((app) => shown(account, app, account.showIntegrations ? 'allowed' : 'menu'))
    return menu && !account.showIntegrations ? [shown(account, null, 'menu'), ...found] : found
  })
}

const isAllowed = ({ allowedApps }: AccountRow, app: string): boolean =>
  allowedApps === 'all' || allowedApps.includes(app)

const shown = ({ name }: AccountRow, app: string | null, gate: 'allowed' | 'menu'): ProbeFinding => ({
  ...bad('probe/shown', `the portal shows ${app ?? 'the menu'}, though ${gate} closed`),
  ...{ account: name, app, project: null, user: null, closed: [gate], at: [] },
})

/** Asking must connect nothing: a connection that came meanwhile, of somebody and an app that were asked about, is told. */
export function connectedMeanwhile(before: Snapshot, after: Snapshot, asked: readonly ProbeQuestion[]): ProbeFinding[] {
  const about = new Set(
    asked.map(({ account, app, user }) => `${account.id} ${app} ${user?.id ?? before.principal.id}`),
  )
  return [...after.rows.connections.values()]
    .filter(({ id }) => !before.rows.connections.has(id))
    .filter(({ account, app, owner }) => about.has(`${account} ${app} ${owner}`))
    .map(({ id, account, app, owner }) => ({
      ...bad('probe/connected', `${id} was connected while it was asked about`),
      ...{ account: after.rows.accounts.get(account)?.name ?? account, app, project: null, closed: [], at: [] },
      user: after.rows.users.get(owner ?? '')?.email ?? owner,
    }))
}
