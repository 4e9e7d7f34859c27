import { describe, expect, test, vi } from 'vitest'
import type { Audit } from '../../src/model/audit.js'
import type { RunEvent } from '../../src/model/generated/events.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { renderApplied } from '../../src/report/applied.js'
import { renderApproval } from '../../src/report/approval.js'
import { renderAudit } from '../../src/report/audit.js'
import { auditCsv } from '../../src/report/audit-csv.js'
import { auditJson } from '../../src/report/audit-json.js'
import { renderUnused, unusedCsv } from '../../src/report/audit-unused.js'
import { renderConformance } from '../../src/report/conformance.js'
import { diagnosticsText } from '../../src/report/diagnostics.js'
import { renderExplain } from '../../src/report/explain.js'
import { importNotes, renderImport } from '../../src/report/import.js'
import { type Listing, listCsv, renderList } from '../../src/report/list.js'
import { renderPlan } from '../../src/report/plan.js'
import { renderProbe } from '../../src/report/probe.js'
import { eventLine, progressLine } from '../../src/report/progress.js'
import { renderShow } from '../../src/report/show.js'
import { acting, HOSTILE } from '../support/hostile.js'
import { examplePlan } from './example-plans.js'
import { plan } from './plans.js'

vi.setConfig({ testTimeout: 60_000 })

/** Words of Writ's own, which no estate and no platform can say. */
const OWN = new Set([
  ...['operation', 'origin', 'direction', 'undo', 'how', 'severity', 'type', 'status', 'verdict', 'gate', 'state'],
  ...['list', 'createdAt', 'date', 'at', 'setting', 'waitsFor', 'effect', 'sort'],
])

/** A value in which every text of others goes on with something hostile. What was equal stays equal. */
function hostile<T>(value: T, suffix: (text: string) => string, key = ''): T {
  if (typeof value === 'string') return (OWN.has(key) || value === 'dormant' ? value : suffix(value)) as T
  if (Array.isArray(value)) return value.map((each) => hostile(each, suffix, key)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hostile(each, suffix, name)])) as T
}

/** Each text gets each suffix in one of the rounds. */
const suffixed = (round: number) => (text: string) => {
  const sum = [...text].reduce((total, sign) => total + sign.charCodeAt(0), round)
  return `${text}${HOSTILE[sum % HOSTILE.length]}`
}

const place = { file: 'accounts/acme.yaml', line: 3 }
const audit = {
  totals: Object.fromEntries(
    ['accounts', 'people', 'connections'].map((name) => [
      name,
      {
        undeclared: 1,
        missing: 1,
        'not-evaluable': 1,
        waived: 0,
        ungoverned: 1,
        conforming: 1,
        platform: 5,
        absent: 1,
      },
    ]),
  ),
  access: [
    {
      ...{ account: 'acme', user: 'ana@acme.example', app: 'slack', verdict: 'undeclared' },
      ...{ live: ['apollo'], declared: ['zeus'], gates: ['account'], at: [place] },
      ...{ connections: 0, lastUsedAt: null, why: 0 },
    },
  ],
  connections: [
    {
      ...{ id: 'con_1', account: 'acme', app: 'slack', project: 'apollo', name: 'main', owner: 'ana@acme.example' },
      ...{
        externalAccount: 'T1',
        status: 'active',
        verdict: 'missing',
        reason: 'why',
        since: '2026-11-01',
        at: [place],
      },
      ...{ createdAt: '2026-01-01T00:00:00Z', lastUsedAt: null, idleDays: 3, workflows: ['Lead intake'] },
    },
  ],
  ...{ date: '2026-11-22', createdAt: '2026-11-22T14:03:00Z', digest: `sha256:${'0'.repeat(64)}` },
  reads: [{ collection: 'users', complete: false, reason: 'status 500' }],
  coverage: {
    accounts: { governed: 1, total: 2 },
    apps: { governed: 1, total: 2 },
    connections: { governed: 1, total: 2 },
  },
  released: null,
  history: { rows: 2, asked: 0, reason: 'status 403' },
  gates: [
    {
      ...{ gate: 'account', live: 'open', declared: 'closed', value: 'on', wanted: 'off', at: [place] },
      changedBy: { principal: 'joe@acme.example', at: '2026-11-20T18:41:00Z', via: 'admin-page' },
    },
  ],
  explanations: [{ project: 'apollo', gates: [0] }],
  exceptions: [
    {
      ...{
        kind: 'waiver',
        name: 'zoom',
        covers: { account: 'acme', app: 'zoom' },
        reason: 'why',
        owner: 'a@acme.example',
      },
      ...{ approver: 'c@acme.example', ticket: 'SEC-1', from: null, until: '2026-12-01', daysLeft: 9, state: 'active' },
      at: place,
    },
  ],
  accounts: [
    {
      ...{ account: 'acme', verdict: 'undeclared', digest: `sha256:${'1'.repeat(64)}` },
      review: {
        ...{ name: 'acme-q4', by: 'auditor@acme.example', at: '2026-10-01', next: '2026-11-01', overdue: true },
        ...{ audit: `sha256:${'2'.repeat(64)}`, changed: true },
        stays: [{ address: 'account/acme#integrations.trello', goes: false }],
      },
    },
  ],
  usage: [],
  unused: [
    {
      ...{ sort: 'app', account: 'acme', app: 'trello', connection: null, owner: null, state: 'never-connected' },
      ...{ people: 3, lastUsedAt: null, idleDays: null, idleAfter: 90, remove: 'account/acme#allowedApps.trello' },
      by: [{ statement: 'package/pro', ...place }],
    },
    {
      ...{ sort: 'connection', account: 'acme', app: 'slack', connection: 'con_1', owner: 'ana@acme.example' },
      ...{
        state: 'idle',
        people: 0,
        lastUsedAt: '2026-01-01T00:00:00Z',
        idleDays: 325,
        idleAfter: 90,
        remove: null,
        by: [],
      },
    },
  ],
  lines: [{ statement: 'package/pro', ...place, app: 'trello', accounts: 2, unused: 2, people: 3 }],
  pending: [],
  held: [],
  doubtful: [{ account: 'beta', reason: 'status 500' }],
  policies: [
    { rule: 'policy/a rule', effect: 'refuse', subject: 'account/acme', message: 'why' },
    { rule: 'policy/another', effect: 'warn', subject: 'account/acme', message: 'why' },
  ],
} as unknown as Audit

const listing = {
  list: 'apps',
  columns: [
    { name: 'name', isShown: true },
    { name: 'uses', isShown: true },
  ],
  rows: [
    { name: 'slack', uses: ['chat', 'files'], labels: { tier: 'pro' } },
    { name: 'zoom', uses: [] },
  ],
  total: 3,
  incomplete: [{ collection: 'apps', account: 'acme', reason: 'status 500' }],
}

const at = { file: 'a.yaml', line: 2, column: 7, endLine: 2, endColumn: 10 }
const diagnostics = {
  diagnostics: [
    {
      ...{ code: 'reference/unknown-app', severity: 'error', message: 'no app is called x', help: 'Declare it.', at },
      ...{ excerpt: [{ line: 2, text: 'name: xyz' }], related: [{ message: 'the first one', at }] },
    },
  ],
  files: 1,
  documents: 1,
} as const

const events = [
  { type: 'run-started', run: 'r', tenant: 't', changes: 3 },
  { type: 'lease', status: 'held', holder: 'somebody', until: 'a time', detail: 'why' },
  { type: 'change', status: 'refused', operation: 'update', address: 'account/acme', detail: 'the platform said' },
  { type: 'extra-ending', connection: 'con_1' },
  { type: 'read-back', complete: false, revision: 'r1', detail: 'why' },
  { type: 'waiting', seconds: 3, reason: 'rate-limit' },
  { type: 'done', exitCode: 1, reasons: ['failed'] },
].map((event) => ({ at: '2026-11-22T14:03:00Z', ...event }) as unknown as RunEvent)

type Looks = { readonly width: number; readonly colour: boolean }
const LONG = { width: 50_000, colour: false }

/** A report over data of which every text may come from others. */
const report = <T>(name: string, data: T, render: (data: T, looks: Looks) => string) =>
  ({ name, draw: (suffix: (text: string) => string, looks: Looks) => render(hostile(data, suffix), looks) }) as const

const READ = {
  complete: false,
  pages: 1,
  rows: 1,
  total: 2,
  revisionBefore: 'r1',
  revisionAfter: 'r2',
  lastCursor: 'c',
  replayed: 0,
}

const reports = [
  ...['three-levels', 'tiers', 'agency', 'team'].map((name) =>
    report(`plan of ${name}`, examplePlan(name), renderPlan),
  ),
  report('plan that is refused, read in part and waits', refusedPlan(), renderPlan),
  report('audit', audit, renderAudit),
  report('what nobody uses', audit, renderUnused),
  report('list', listing, (data, looks) => renderList(data as Listing, looks)),
  report('diagnostics', diagnostics, (data, { colour }) => diagnosticsText(data, { color: colour })),
  report('events', events, (data) => data.map(eventLine).join('\n')),
  report('progress', { name: 'writing', done: 1, of: 2, what: 'changes', note: 'n' }, progressLine),
  report('approval', { stale: [], refused: [{ addresses: ['account/acme'], reasons: ['other now'] }] }, renderApproval),
  report('stale approval', { stale: ['another tenant'], refused: [] }, renderApproval),
  report(
    'explanation',
    {
      ...{ app: 'slack', account: 'acme', project: 'zeus', user: 'bo@acme.example', mayUse: false, mayConnect: false },
      gates: [{ gate: 'group', state: 'closed', why: 'off', at: [place], live: 'on' }],
      ...{ remedies: ['Open it.'], live: ['One lives.'] },
    } as const,
    renderExplain,
  ),
  report(
    'one thing',
    {
      address: 'account/acme',
      id: 'acc_1',
      fields: [{ name: 'labels', declared: { tier: 'pro' }, live: { tier: 'basic' }, at: [place] }],
    },
    renderShow,
  ),
  report(
    'probe',
    {
      ...{ asked: 3, left: 0, accounts: 1, apps: 1, people: 1, refused: 1, allowed: 1 },
      findings: [
        {
          ...{ account: 'acme', app: 'slack', project: 'zeus', user: 'bo', message: 'let through' },
          ...{ code: 'probe/not-refused', severity: 'error', closed: ['account'], at: [place] },
        },
      ],
      unanswered: [{ account: 'acme', app: null, project: null, user: null, message: 'status 500' }],
      doubtful: [{ account: 'beta', reason: 'not read' }],
      stopped: [{ address: 'account/acme', message: 'why' }],
    } as const,
    (data, looks) => renderProbe(data as Parameters<typeof renderProbe>[0], looks),
  ),
  report(
    'import',
    {
      where: { environment: null, tenant: 't', url: 'u' },
      ...{ written: ['apps/slack.yaml'], kept: [], kinds: ['App'], unknown: [], isEnforced: true },
      left: [{ address: 'app/x', message: 'cannot be said' }],
      plan: { changes: 1, errors: 0, held: 0, pending: 0 },
      outcome: { exitCode: 0, reasons: [] },
    } as const,
    (data) => `${renderImport(data)}\n${importNotes(data, HOSTILE[4] as string).join('\n')}`,
  ),
  report(
    'end of a run',
    {
      ...{
        milliseconds: 1,
        written: 1,
        revoked: 1,
        ended: 0,
        extra: ['con_1'],
        alive: ['connection/con_2'],
        window: true,
        arisen: [{ address: 'app/y', why: 'somebody' }],
        already: 0,
      },
      refused: [{ address: 'account/acme', why: 'the platform said' }],
      ...{ blocked: [], unknown: [{ address: 'app/x', why: 'no answer' }], left: [], settled: null },
    },
    (data, looks) => renderApplied(data as unknown as Parameters<typeof renderApplied>[0], looks),
  ),
  report(
    'conformance',
    {
      platform: { tenant: 't', url: 'u' },
      checks: [{ name: 'pages', proves: ['S1'], clause: 'A clause.', verdict: 'not-run', reason: 'why' }],
      leftBehind: ['account x'],
      counts: { passed: 0, failed: 0, notRun: 1 },
    },
    (data, looks) => renderConformance(data as unknown as Parameters<typeof renderConformance>[0], looks),
  ),
]

function refusedPlan(): Plan {
  return plan({
    pending: [
      { address: 'connection/acme/slack/x', message: 'waits', since: null, waitsFor: 'owner', causes: [] },
    ] as never,
    held: [{ address: 'project/acme/zeus', reason: 'dormant', message: 'why', causes: [] }] as never,
    verdicts: [{ rule: 'limit/x', effect: 'refuse', subject: 'all', message: 'too many', value: 3, limit: 1 }] as never,
    reads: [{ ...READ, collection: 'apps', account: 'acme', reason: 'status 500' }] as never,
    outcome: { exitCode: 3, reasons: ['refused'] } as never,
  })
}

describe('hostile strings: everything in a report that others can name', () => {
  test.each(reports)('$name: nothing acts or hides, whatever the width', ({ draw }) => {
    for (let round = 0; round < HOSTILE.length; round++)
      for (const width of [80, 47]) expect(acting(draw(suffixed(round), { width, colour: false }))).toEqual([])
  })

  test.each(reports)('$name: no text makes a line of its own', ({ draw }) => {
    const lines = (suffix: string) => draw((text) => text + suffix, LONG).split('\n').length
    for (const text of HOSTILE) expect(lines(text)).toBe(lines(text.replace(/[^\w#/%.:]/g, 'x')))
  })

  test.each(reports)('$name: the only codes are our colours', ({ draw }) => {
    for (let round = 0; round < HOSTILE.length; round += 5) {
      const coloured = draw(suffixed(round), { ...LONG, colour: true })
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes are what is taken out
      expect(acting(coloured.replace(/\u001b\[\d{1,2}m/g, ''))).toEqual([])
    }
  })
})

test('hostile strings: lists and audits as CSV and JSON', () => {
  for (let round = 0; round < HOSTILE.length; round++) {
    const rows = hostile(audit, suffixed(round))
    const csv = [...auditCsv(rows), ...unusedCsv(rows), ...listCsv(hostile(listing, suffixed(round)) as Listing)]
    for (const line of csv) expect(acting(line.replace(/\r\n$/, ''))).toEqual([])
    const json = [...auditJson({ formatVersion: 1 }, rows, { outcome: 1 })].join('')
    expect(acting(json)).toEqual([])
    expect(JSON.parse(json)).toMatchObject({ access: rows.access, connections: rows.connections })
  }
})
