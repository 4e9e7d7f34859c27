import type { AccessRow, Audit, AuditTotals, ConnectionRow, Verdict } from '../../../src/model/audit.js'
import { VERDICTS } from '../../../src/model/audit.js'
import type { AccountRow, ExceptionRow, GateTold, UnusedRow } from '../../../src/model/audit-detail.js'
import type { AuditPage } from '../../../src/report/html/audit.js'

export interface Size {
  readonly accounts: number
  /** Rows of access; as many connections. */
  readonly rows: number
  readonly seed?: number
}

const DAY = 86_400_000
export const NOW = Date.parse('2026-11-22T14:03:00Z')
const APPS = [
  ...['slack', 'hubspot', 'zoom', 'google-calendar', 'salesforce', 'jira', 'asana', 'dropbox', 'github', 'notion'],
  ...['zapier', 'webhooks', 'trello', 'zendesk', 'stripe', 'intercom', 'mailchimp', 'gmail', 'box', 'miro'],
]
const PROJECTS = ['apollo', 'zeus', 'hermes', 'athena', 'artemis']
const GATES = ['registry', 'allowed', 'account', 'project', 'group', 'person', 'dates', 'hold', 'menu']
const FIRST = [
  'ana',
  'bo',
  'kim',
  'joe',
  'li',
  'mia',
  'noor',
  'ole',
  'pia',
  'raj',
  'sam',
  'tea',
  'uma',
  'vik',
  'wes',
  'yan',
]

/** A sequence of numbers that look random, the same for the same seed. */
function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const iso = (days: number): string => new Date(NOW - days * DAY).toISOString()
const day = (days: number): string => iso(days).slice(0, 10)

/** An audit of any size, in every shape that rows can have; its totals are counted from its rows. */
export function auditOf({ accounts, rows, seed = 1 }: Size): Audit {
  const pick = sequence(seed)
  const any = <T>(of: readonly T[]): T => of[pick(of.length)] as T
  const names = Array.from({ length: accounts }, (_, at) => `customer-${String(at).padStart(4, '0')}`)
  const verdictOf = (): Verdict => {
    const at = pick(100)
    return at < 2 ? 'undeclared' : at < 3 ? 'missing' : at < 5 ? 'waived' : at < 12 ? 'ungoverned' : 'conforming'
  }
  const perAccount = Math.ceil(rows / accounts)
  const access: AccessRow[] = []
  const connections: ConnectionRow[] = []
  const { gates, explanations, differing } = whys()
  for (const [nth, account] of names.entries()) {
    const apps = APPS.slice(0, 6 + pick(APPS.length - 6))
    for (let at = 0; at < perAccount && access.length < rows; at += 1) {
      const user = `${FIRST[Math.floor(at / apps.length) % FIRST.length]}${Math.floor(at / apps.length / FIRST.length) || ''}@${account}.example`
      const [app, verdict] = [apps[at % apps.length] as string, verdictOf()]
      const last = pick(4) === 0 ? null : pick(400)
      const why = verdict === 'undeclared' || verdict === 'missing' ? (differing[pick(differing.length)] ?? 0) : pick(3)
      const places = PROJECTS.slice(0, 1 + pick(3))
      access.push({
        ...{ account, user, app, verdict },
        live: verdict === 'missing' ? [] : places,
        declared: verdict === 'undeclared' ? [] : places,
        gates:
          verdict === 'undeclared' || verdict === 'missing'
            ? ([['project'], ['account', 'project'], ['group']][pick(3)] ?? [])
            : [],
        at: verdict === 'ungoverned' ? [] : [{ file: `accounts/${account}.yaml`, line: 4 + pick(30) }],
        ...{ connections: pick(3), lastUsedAt: last === null ? null : iso(last), why },
      })
      const status = any(['active', 'active', 'active', 'active', 'needs-reauth', 'requested'])
      const age = pick(700)
      connections.push({
        ...{ id: `con_${nth}_${at}`, account, app, project: any(PROJECTS), name: pick(5) === 0 ? `sync ${at}` : null },
        ...{
          owner: pick(30) === 0 ? null : user,
          externalAccount: `${user.split('@')[0]}@mail.example`,
          status,
          verdict,
        },
        reason:
          verdict === 'undeclared' ? 'not permitted any more' : verdict === 'waived' ? 'accepted until 2027-01-31' : '',
        since: status === 'requested' ? iso(3) : null,
        at: verdict === 'conforming' ? [] : [{ file: `accounts/${account}.yaml`, line: 4 + pick(30) }],
        ...{ createdAt: iso(age), lastUsedAt: last === null || last > age ? null : iso(last) },
        idleDays: last === null || last > age ? age : last,
        workflows: pick(8) === 0 ? ['Lead intake'] : [],
      })
    }
  }
  const accountRows = names.map(
    (account, at): AccountRow => ({
      account,
      verdict: gravest(
        access.filter((row) => (accounts > 50 ? false : row.account === account)).map(({ verdict }) => verdict),
      ),
      digest: `sha256:${String(at).padStart(64, '0')}`,
      review:
        at % 3 === 0
          ? null
          : {
              ...{ name: `q3-${account}`, by: 'kim@acme.example', at: iso(at % 120), next: day(-60 + (at % 90)) },
              ...{ overdue: at % 5 === 0, audit: `sha256:${'0'.repeat(64)}`, changed: at % 4 === 0 },
              stays: at % 7 === 0 ? [{ address: `account/${account}#allowedApps.zapier`, goes: at % 2 === 0 }] : [],
            },
    }),
  )
  return {
    ...{ date: '2026-11-22', createdAt: new Date(NOW).toISOString(), digest: `sha256:${'3fa9c1e07b2d'.repeat(5)}abcd` },
    totals: totalsOf(names, access, connections),
    operators: ['root@acme.example'],
    ...{ access, connections, explanations, gates, accounts: accountRows, exceptions: exceptionsOf(names) },
    pending: [
      {
        ...{
          address: `user/${names[0]}/ana@${names[0]}.example#integrations.slack`,
          waitsFor: 'consent',
          since: iso(3),
        },
        ...{ message: 'waits for consent of its owner', at: [{ file: `accounts/${names[0]}.yaml`, line: 9 }] },
      },
    ],
    held: [
      {
        ...{
          address: `connection/con_0_1`,
          reason: 'in-use',
          message: 'in use by workflow "Lead intake"',
          before: {},
          after: null,
        },
        at: [{ file: `accounts/${names[0]}.yaml`, line: 14 }],
      },
    ],
    doubtful:
      accounts > 3
        ? [{ account: 'initech', reason: 'its groups could not be read whole: page 2 of 3 never came' }]
        : [],
    policies: [
      {
        rule: 'policy/service-accounts',
        effect: 'refuse',
        subject: 'connection/con_0_3',
        message: 'a connection that a workflow uses belongs to a service account',
      },
      {
        rule: 'policy/recent-review',
        effect: 'warn',
        subject: `account/${names[1] ?? names[0]}`,
        message: 'nobody reviewed it this quarter',
      },
    ],
    reads: ['apps', 'accounts', 'projects', 'groups', 'users', 'connections', 'workflows'].map((collection, at) => ({
      ...{ collection, account: null, complete: collection !== 'groups', pages: 1 + at * 3, rows: 40 + at * 977 },
      ...{
        total: 40 + at * 977,
        revisionBefore: 88_213,
        revisionAfter: 88_213 + (at % 3),
        lastCursor: null,
        replayed: at % 3,
      },
      ...(collection === 'groups' ? { reason: 'page 2 of 3 never came' } : {}),
    })),
    coverage: {
      accounts: { governed: accounts - 1, total: accounts },
      apps: { governed: 18, total: 20 },
      connections: { governed: connections.length - 12, total: connections.length },
    } as Audit['coverage'],
    released: null,
    history: { rows: 412, asked: 96 },
    usage: [],
    unused: unusedOf(access, connections),
  }
}

function whys() {
  const standing = (
    gate: string,
    live: 'open' | 'closed' | 'n/a',
    declared: 'open' | 'closed' | 'n/a',
    value: string,
  ): GateTold => ({
    ...{ gate, live, declared, value, wanted: live === declared ? null : 'as documents say' },
    at: [{ file: 'packages/pro.yaml', line: 4 }],
    ...(live === declared
      ? {}
      : { changedBy: { principal: 'joe@acme.example', via: 'admin page', at: '2026-11-20T18:41:00.000Z' } }),
  })
  const plain = GATES.map((gate) => standing(gate, 'open', 'open', { group: 'on for types internal' }[gate] ?? 'on'))
  const odd = [
    standing('project', 'open', 'closed', 'on'),
    standing('group', 'open', 'closed', 'on for group partners'),
    standing('account', 'closed', 'open', 'off'),
    standing('group', 'n/a', 'n/a', 'the account has no groups'),
    standing('group', 'open', 'open', 'on for group engineering'),
  ]
  const with_ = (at: number) => plain.map((each, place) => (each.gate === odd[at]?.gate ? plain.length + at : place))
  const explanations = [plain.map((_, at) => at), with_(3), with_(4), with_(0), with_(1), with_(2)].map(
    (gates, at) => ({
      ...{ project: at === 1 ? null : 'apollo', gates },
    }),
  )
  return { gates: [...plain, ...odd], explanations, differing: [3, 4, 5] }
}

const exceptionsOf = (names: readonly string[]): ExceptionRow[] =>
  Array.from({ length: 24 }, (_, at): ExceptionRow => {
    const left = [-30, -3, 0, 12, 25, 40, 41, 42, 70, 100, 101, 180, 300, null][at % 14] ?? null
    const kind = (['waiver', 'hold', 'override', 'dated'] as const)[at % 4] ?? 'waiver'
    return {
      ...{ kind, name: `${kind}-${at}`, covers: { account: names[at % names.length] ?? '', app: APPS[at % 20] ?? '' } },
      ...{
        reason: 'migration to the new CRM',
        owner: 'ana@acme.example',
        approver: kind === 'dated' ? null : 'kim@acme.example',
      },
      ...{
        ticket: at % 2 === 0 ? `SEC-${100 + at}` : null,
        from: null,
        until: left === null ? null : day(-left),
        daysLeft: left,
      },
      ...{ state: left !== null && left < 0 ? 'expired' : 'active', at: { file: 'exceptions.yaml', line: 3 + at * 9 } },
    }
  })

const unusedOf = (access: readonly AccessRow[], connections: readonly ConnectionRow[]): UnusedRow[] => [
  ...[
    ...new Map(
      access.filter(({ lastUsedAt }) => lastUsedAt === null).map((row) => [`${row.account} ${row.app}`, row]),
    ).values(),
  ].map(
    ({ account, app }): UnusedRow => ({
      ...{
        sort: 'app',
        account,
        app,
        connection: null,
        owner: null,
        state: 'never-connected',
        people: 12,
        lastUsedAt: null,
      },
      ...{ idleDays: null, idleAfter: 90, remove: `account/${account}#allowedApps.${app}` },
      by: [{ statement: 'package/pro', file: 'packages/pro.yaml', line: 4 }],
    }),
  ),
  ...connections
    .filter(({ idleDays }) => idleDays !== null && idleDays > 90)
    .map(
      ({ account, app, id, owner, lastUsedAt, idleDays }): UnusedRow => ({
        ...{
          sort: 'connection',
          account,
          app,
          connection: id,
          owner,
          state: lastUsedAt === null ? 'never-used' : 'idle',
        },
        ...{ people: 0, lastUsedAt, idleDays, idleAfter: 90, remove: `connection/${id}`, by: [] },
      }),
    ),
]

const gravest = (verdicts: readonly Verdict[]): Verdict =>
  VERDICTS.find((each) => verdicts.includes(each)) ?? 'conforming'

function totalsOf(
  names: readonly string[],
  access: readonly AccessRow[],
  connections: readonly ConnectionRow[],
): Audit['totals'] {
  const by = (key: (row: AccessRow) => string) => {
    const worst = new Map<string, Verdict>()
    for (const row of access) worst.set(key(row), gravest([worst.get(key(row)) ?? 'conforming', row.verdict]))
    return [...worst.values()]
  }
  const count = (verdicts: readonly Verdict[]): AuditTotals => ({
    ...(Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, verdicts.filter((each) => each === verdict).length]),
    ) as Record<Verdict, number>),
    ...{ platform: verdicts.length, absent: 0 },
  })
  const accounts = by(({ account }) => account)
  return {
    accounts: count([...accounts, ...Array<Verdict>(names.length - accounts.length).fill('conforming')]),
    people: count(by(({ account, user }) => `${account} ${user}`)),
    connections: count(connections.map(({ verdict }) => verdict)),
  }
}

/** The page of an audit, as `writ audit` would make it. */
export const pageOf = (audit: Audit, more: Partial<AuditPage> = {}): AuditPage => ({
  platform: { environment: 'prod', tenant: 'acme-cloud', url: 'https://api.acme.example', revision: 88_213 },
  ...{ tool: 'writ 0.1.0', estate: { commit: 'c0ffee12'.repeat(5), dirty: false }, people: 'names', audit },
  ...more,
})
