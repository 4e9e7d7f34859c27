import { expect, test } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { plan, underBaseline } from '../../src/engine.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { repository, WRIT } from '../baseline/repository.js'
import { openSandbox } from '../support/sandbox.js'
import { acmeCloud } from '../support/seed.js'
import { NOW, world } from '../support/world.js'

// Argo CD 23645: there was a guard against empty sets, and a way around it.

const OPTIONS = { tool: 'writ test', environment: null, now: NOW, only: [], countChanges: false }

/** What an estate of these files comes to: what is wrong with it, or the fault, or the number of changes. */
async function comesTo(files: Readonly<Record<string, string>>, isBaseline = false): Promise<string> {
  const { dir } = repository({ 'writ.yaml': WRIT, 'keep.md': 'x', ...files })
  const { estate, diagnostics } = await loadEstate(dir, { now: NOW })
  if (estate === null) return diagnostics.map(({ code }) => code).join()
  const sandbox = await openSandbox(acmeCloud())
  const port = createHttpPlatform({ url: sandbox.url, token: sandbox.admin.token })
  try {
    const before = isBaseline ? underBaseline(estate, { ref: 'main', commit: 'c'.repeat(40), estate }) : null
    const options = before === null ? OPTIONS : { ...OPTIONS, baseline: before.baseline }
    return `${(await plan(estate, port, options)).plan.changes.length} changes`
  } catch (error) {
    return (error as { code: string }).code
  } finally {
    await port.close()
    await sandbox.close()
  }
}

test('an estate without a document is refused, by whatever way it came to have none', async () => {
  expect(await comesTo({})).toBe('estate/empty')
  expect(await comesTo({}, true)).toBe('estate/empty')
  expect(await comesTo({ 'README.md': '# nothing', '.hidden/a.yaml': 'kind: App\nname: slack\n' })).toBe('estate/empty')
  expect(await comesTo({ 'a.yaml': '# only words\n' })).toBe('file/empty')
  expect(await comesTo({ 'a.yaml': '' })).toBe('file/empty')
  expect(await comesTo({ 'a.yaml': '---\n---\n' })).not.toMatch(/changes/)
})

test('E2: what is not declared any more is kept, so that emptying an account takes nothing from it', async () => {
  const { settle, plan: planned } = await world(acmeCloud())
  const APP = 'kind: App\nname: slack\n'
  await settle(`${APP}---\nkind: Account\nname: acme\nintegrations: {slack: {enabled: true, projects: all}}\n`)
  const { changes, impact } = await planned(APP)
  expect({ changes, ends: impact.connections }).toEqual({ changes: [], ends: [] })
})

test('a set that matches nothing any more, with what it expects to match, refuses the run', async () => {
  const { plan: planned } = await world(acmeCloud())
  const made = await planned(
    'kind: App\nname: slack\n---\nkind: AccountSet\nname: gone\nmatch: {labels: {tier: nobody}}\nexpect: {min: 1}\nintegrations: {slack: {enabled: false}}\n',
  )
  expect(made.outcome).toMatchObject({ exitCode: 3, reasons: ['refused'] })
})
