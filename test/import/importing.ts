import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { vi } from 'vitest'
import { type Loaded, loadEstate } from '../../src/documents/index.js'
import { type Asked, type Importing, importLive, importOver } from '../../src/engine/import.js'
import { finish, planOver } from '../../src/engine.js'
import type { Plan } from '../../src/model/generated/plan.js'
import type { Snapshot } from '../../src/model/snapshot.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'

// Each test starts platforms, on machines that do other things too.
vi.setConfig({ testTimeout: 60_000 })

export const NOW = new Date('2026-11-22T14:03:00Z')
export const EVERYTHING: Asked = { accounts: null, setsBy: null, kinds: null }

/** What importing a platform gave, written to files, loaded again and planned over the same platform. */
export interface Round extends Importing {
  readonly loaded: Loaded
  readonly plan: Plan
  readonly texts: ReadonlyMap<string, string>
}

/** Seeds a platform, imports it into an empty estate that enforces, and plans what was written. */
export async function roundOf(seed: object, asked: Partial<Asked> = {}, alter = same): Promise<Round> {
  const sandbox = await startSandbox({ seed, clock: () => NOW.getTime() })
  const port = createHttpReader({ url: sandbox.url, token: sandbox.tokens.read })
  const dir = mkdtempSync(join(tmpdir(), 'writ-import-'))
  try {
    write(dir, 'writ.yaml', writYaml(sandbox.tenant))
    const { estate } = await loadEstate(dir, { now: NOW })
    if (estate === null) throw new Error('writ.yaml alone is an estate')
    const read = await importLive(estate, port, { ...EVERYTHING, ...asked })
    const snapshot = alter(read.snapshot)
    const importing = { snapshot, imported: importOver(estate, snapshot, { ...EVERYTHING, ...asked }) }
    const texts = new Map(importing.imported.files.map(({ path, text }) => [path, text]))
    for (const [path, text] of texts) write(dir, path, text)
    const loaded = await loadEstate(dir, { now: NOW })
    if (loaded.estate === null) throw new Error(complaints(loaded, dir))
    const options = { tool: 'writ test', environment: null, now: NOW, only: [], countChanges: false }
    const plan = finish(planOver(loaded.estate, importing.snapshot, options), loaded.estate, options)
    return { ...importing, loaded, plan, texts }
  } finally {
    rmSync(dir, { recursive: true, force: true })
    await port.close()
    await sandbox.close()
  }
}

/** As it was read. */
const same = (snapshot: Snapshot): Snapshot => snapshot

const writYaml = (tenant: string) => `version: 1
platform: {type: writ, url: "http://127.0.0.1:4010", tenant: ${JSON.stringify(tenant)}, token: {env: WRIT_TOKEN}}
`

function write(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true })
  writeFileSync(join(dir, path), text)
}

const complaints = ({ diagnostics }: Loaded, dir: string): string =>
  [
    ...diagnostics.map(({ code, message, at }) => `${at?.file}:${at?.line} ${code}: ${message}`),
    ...readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => `--- ${file}\n${readFileSync(join(dir, file), 'utf8')}`),
  ].join('\n')

/** What a plan has that an imported estate's must not have. */
export const unrest = ({ plan }: { plan: Pick<Plan, 'changes' | 'findings' | 'held' | 'pending'> }) => ({
  changes: plan.changes.map(({ operation, address }) => `${operation} ${address}`),
  errors: plan.findings.filter(({ severity }) => severity === 'error').map(({ code, message }) => `${code} ${message}`),
  held: plan.held.map(({ address, message }) => `${address} ${message}`),
  pending: plan.pending.map(({ address }) => address),
})
export const QUIET = { changes: [], errors: [], held: [], pending: [] }
