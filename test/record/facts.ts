import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { newRunId, type RecordEntry, type RecordStore, type RunFacts } from '../../src/model/journal.js'
import { openStore, type StoreOptions } from '../../src/record/index.js'

export const variables = process.env

/** A folder that goes with the test. */
export function folder(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'writ-record-')))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export const facts = (over: Partial<RunFacts> = {}): RunFacts => ({
  run: newRunId(Date.now()),
  tool: 'writ 0.1.0',
  command: 'apply',
  tenant: 'acme-cloud',
  url: 'http://127.0.0.1:4010',
  environment: null,
  principal: { id: 'usr_1', name: 'ci@acme.example' },
  approvedBy: ['ana@acme.example'],
  estate: { commit: null, dirty: null },
  baseline: null,
  runUrl: null,
  digests: { plan: `sha256:${'1'.repeat(64)}`, outcome: `sha256:${'2'.repeat(64)}` },
  approved: null,
  scope: [],
  startedAt: '2026-11-22T14:05:03.000Z',
  resumes: null,
  ...over,
})

export const intent = (request: string): RecordEntry => ({
  type: 'intent',
  request,
  fencing: 41,
  writes: [
    {
      ...{ index: 0, address: 'account/acme#integrations.slack', operation: 'update' },
      ...{
        collection: 'account-integrations',
        id: 'acc_1.slack',
        before: { enabled: true },
        after: { enabled: false },
      },
      ...{ ifMatch: '"7"', ends: ['con_1'] },
    },
  ],
})

export const answer = (request: string): RecordEntry => ({
  type: 'outcome',
  request,
  results: [{ index: 0, status: 'done', detail: null, problem: null, id: 'acc_1.slack', etag: '"8"', effects: [] }],
})

export const seen = (rows: Record<string, number>): RecordEntry => ({
  ...{
    type: 'seen',
    revision: 12,
    inSync: true,
    changes: 0,
    pending: 0,
    held: 0,
    effective: null,
    extraEndings: [],
    rows,
  },
})

export const end: RecordEntry = { type: 'end', exitCode: 0, reasons: [], counts: { done: 1 } }

export const open = (dir: string, over: Partial<StoreOptions> = {}): Promise<RecordStore> =>
  openStore({ dir, clock: Date.now, variables, ...over })

/** One whole run: begun, one request, what was seen, sealed. */
export async function runOnce(
  store: RecordStore,
  over: Partial<RunFacts> = {},
  rows: Record<string, number> = { accounts: 3 },
) {
  const record = store.begin(facts(over))
  for (const entry of [intent('k1'), answer('k1'), seen(rows), end]) record.append(entry)
  return record.seal()
}
