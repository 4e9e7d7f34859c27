import type { Change, Plan } from '../../src/model/generated/plan.js'

/** A change with what most tests do not care about filled in. */
export const change = (more: Partial<Change> & Pick<Change, 'address' | 'target'>): Change => ({
  operation: 'update',
  direction: 'neutral',
  before: {},
  after: {},
  origin: 'difference',
  causes: [],
  undo: 'full',
  stage: 0,
  branch: 0,
  needs: [],
  revision: null,
  ends: [],
  ...more,
})

/** A plan of these changes, valid by its schema. */
export const planOf = (changes: readonly Change[], more: Partial<Plan> = {}): Plan => ({
  formatVersion: 1,
  tool: 'writ 0.1.0',
  platform: { environment: null, tenant: 'acme-cloud', url: 'http://127.0.0.1', revision: 1, writePower: true },
  createdAt: '2026-11-22T14:00:00.000Z',
  date: '2026-11-22',
  scope: [],
  changes: [...changes],
  effects: [],
  causes: [],
  impact: { losing: [], gaining: [], connections: [], workflows: [] },
  pending: [],
  held: [],
  released: [],
  coverage: {
    accounts: { governed: 1, total: 1 },
    apps: { governed: 1, total: 1 },
    connections: { governed: 0, total: 0 },
  },
  findings: [],
  verdicts: [],
  reads: [],
  guards: { shrink: { state: 'off', since: null, shrunk: [] }, unattended: false },
  digests: { plan: 'sha256:plan', outcome: 'sha256:outcome' },
  outcome: { exitCode: 2, reasons: ['changes'] },
  ...more,
})
