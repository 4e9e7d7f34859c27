import type { Change, EndedConnection, Plan } from '../../src/model/generated/plan.js'

/** A plan with nothing in it; what a test is about is laid over it. */
export function plan(over: Partial<Plan> = {}): Plan {
  return {
    formatVersion: 1,
    tool: 'writ 0.1.0',
    platform: {
      environment: 'prod',
      tenant: 'acme-cloud',
      url: 'https://api.acme.example',
      revision: 88213,
      writePower: false,
    },
    createdAt: '2026-11-22T14:03:09.120Z',
    date: '2026-11-22',
    scope: [],
    changes: [],
    effects: [],
    causes: [],
    impact: { losing: [], gaining: [], connections: [], workflows: [] },
    pending: [],
    held: [],
    released: [],
    coverage: {
      accounts: { governed: 3, total: 4 },
      apps: { governed: 18, total: 63 },
      connections: { governed: 40, total: 52 },
    },
    findings: [],
    verdicts: [],
    reads: [],
    guards: { shrink: { state: 'off', since: null, shrunk: [] }, unattended: false },
    digests: { plan: `sha256:${'7c1e02'.padEnd(64, '0')}`, outcome: `sha256:${'90ab3f'.padEnd(64, '0')}` },
    outcome: { exitCode: 0, reasons: [] },
    ...over,
  }
}

export function change(address: string, over: Partial<Change> = {}): Change {
  return {
    address,
    operation: 'update',
    direction: 'closes',
    before: { enabled: true },
    after: { enabled: false },
    origin: 'difference',
    causes: [0],
    undo: 'full',
    stage: 0,
    branch: 0,
    needs: [],
    target: { collection: 'accounts', id: 'acc_1' },
    revision: '7',
    ends: [],
    ...over,
  }
}

export const cause = (file: string, line: number, statement: string) => ({ file, line, column: 3, statement })

export function ended(id: string, by: number, over: Partial<EndedConnection> = {}): EndedConnection {
  return {
    id,
    account: 'acme',
    app: 'zapier',
    project: null,
    owner: `${id}@acme.example`,
    name: null,
    how: 'revoked',
    by,
    ...over,
  }
}

export const read = (over: Partial<Plan['reads'][number]> = {}): Plan['reads'][number] => ({
  collection: 'connections',
  account: null,
  complete: true,
  pages: 4,
  rows: 3500,
  total: 3500,
  revisionBefore: 88213,
  revisionAfter: 88213,
  lastCursor: 'con_3000',
  replayed: 0,
  ...over,
})

/** The plan of the samples: a package loses an app, a selection is narrowed, a hand has been at work. */
export const telling = (): Plan =>
  plan({
    causes: [
      cause('packages/basic.yaml', 4, 'package/basic#apps'),
      cause('accounts/acme.yaml', 14, 'account/acme#integrations.hubspot'),
      cause('projects/apollo.yaml', 9, 'project/acme/apollo#integrations.zoom'),
      cause('people.yaml', 3, 'user/acme/ana@acme.example'),
    ],
    changes: [
      ...['cust-0001', 'cust-0002', 'cust-0003', 'cust-0004', 'cust-0005'].map((name) =>
        change(`account/${name}`, {
          before: { allowedApps: ['gmail', 'webhooks', 'zapier'] },
          after: { allowedApps: ['gmail', 'webhooks'] },
        }),
      ),
      change('connection/con_1', {
        operation: 'revoke',
        before: { status: 'active' },
        after: null,
        reason: 'zapier is not in the allow-list',
        undo: 'none',
      }),
      change('account/acme#integrations.hubspot', {
        before: { projects: ['apollo', 'zeus'] },
        after: { projects: ['apollo'] },
        causes: [1],
        ends: ['con_2'],
        undo: 'settings-only',
      }),
      change('project/acme/apollo#integrations.zoom', {
        causes: [2],
        origin: 'drift',
        attribution: { principal: 'joe@acme.example', at: '2026-11-20T18:41:00Z', via: 'admin-page' },
      }),
    ],
    effects: [
      {
        address: 'project/acme/zeus#integrations.hubspot',
        operation: 'update',
        before: { enabled: true },
        after: { enabled: false },
        by: 6,
      },
      {
        address: 'connection/con_2',
        operation: 'end',
        before: { status: 'active' },
        after: { status: 'ended' },
        by: 6,
      },
    ],
    impact: {
      losing: [
        { account: 'cust-0001', user: 'kim@cust-0001.example', app: 'zapier' },
        { account: 'acme', user: 'bo@acme.example', app: 'hubspot' },
      ],
      gaining: [],
      connections: [
        ended('con_1', 5, { account: 'cust-0001', owner: 'kim@cust-0001.example' }),
        ended('con_2', 6, { app: 'hubspot', project: 'zeus', owner: 'bo@acme.example', name: 'deals', how: 'ended' }),
      ],
      workflows: [{ id: 'wfl_1', account: 'cust-0001', name: 'Lead intake', connections: ['con_1'] }],
    },
    pending: [
      {
        address: 'user/acme/ana@acme.example',
        waitsFor: 'invitation',
        since: '2026-11-19T10:00:00Z',
        message: 'has not accepted the invitation',
        causes: [3],
      },
    ],
    held: [
      {
        address: 'connection/acme/google/hr-drive',
        reason: 'needs-owner',
        message: 'only hana@acme.example may edit it',
        before: { usableBy: 'everyone' },
        after: { usableBy: { users: ['hana@acme.example'], groups: [] } },
        causes: [3],
      },
    ],
    findings: [
      {
        code: 'undeclared/account',
        severity: 'warning',
        address: 'account/old-reseller',
        message: 'lives on the platform and nobody declares it',
        causes: [],
      },
    ],
  })
