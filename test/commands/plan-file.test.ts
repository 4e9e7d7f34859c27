import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { folder, scene, writ } from './writ.js'

test.each([
  ['nothing', '', 'is empty'],
  ['half a file', '{"formatVersion": 1, "tool": "wr', 'is not whole JSON'],
  ['another document', '{"formatVersion": 1, "diagnostics": []}', 'is no plan'],
  ['a list', '[]', 'is no plan'],
  ['a hostile key', '{"__proto__": {"changes": []}}', 'is no plan'],
])('a plan file that holds %s is refused, and nothing is read or written', async (_, content, words) => {
  const cwd = folder()
  writeFileSync(join(cwd, 'plan.json'), content)
  for (const args of [
    ['apply', '--approved', 'plan.json'],
    ['show', 'plan.json'],
  ]) {
    const { exitCode, stdout, stderr } = await writ(args, { cwd })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain(`plan-file/broken  plan.json ${words}`)
  }
})

test('a plan file that is not there', async () => {
  const { exitCode, stderr } = await writ(['apply', '--approved', 'none.json'], { cwd: folder() })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('plan-file/missing  there is no file none.json')
})

const tampered: [string, (plan: Plan) => unknown][] = [
  [
    'an index that points nowhere',
    (plan) => ({ ...plan, changes: plan.changes.map((change) => ({ ...change, causes: [999] })) }),
  ],
  [
    'a need that points nowhere',
    (plan) => ({ ...plan, changes: plan.changes.map((change) => ({ ...change, needs: [-1] })) }),
  ],
  ['a field nobody knows', (plan) => ({ ...plan, run: 'rm -rf' })],
  [
    'a revision that is a number',
    (plan) => ({ ...plan, changes: plan.changes.map((change) => ({ ...change, revision: 7 })) }),
  ],
]

test('a plan file that was edited is refused where it cannot be one', async () => {
  const { run, dir } = await scene()
  const path = join(dir, 'plan.json')
  await run('plan', '--out', 'plan.json')
  const plan = JSON.parse(readFileSync(path, 'utf8')) as Plan
  for (const [what, edit] of tampered) {
    writeFileSync(path, JSON.stringify(edit(plan)))
    const { exitCode, stderr } = await run('apply', '--approved', 'plan.json')
    expect({ what, exitCode, stderr }).toEqual({ what, exitCode: 1, stderr: expect.stringContaining('is no plan') })
  }
}, 60_000)

test('E6: a plan file that was edited is not shown to whoever would approve it', async () => {
  const { run, dir } = await scene()
  const path = join(dir, 'plan.json')
  await run('plan', '--out', 'plan.json')
  expect((await run('show', 'plan.json')).exitCode).toBe(0)
  const plan = JSON.parse(readFileSync(path, 'utf8')) as Plan
  writeFileSync(
    path,
    JSON.stringify({ ...plan, changes: [], effects: [], impact: { ...plan.impact, connections: [] } }),
  )
  for (const format of ['text', 'json', 'markdown']) {
    const { exitCode, stdout, stderr } = await run('show', 'plan.json', '--format', format)
    expect({ format, exitCode }).toEqual({ format, exitCode: 1 })
    expect(stdout + stderr).toContain('was edited')
  }
})

test('E8: a plan that is refused is kept, and nobody is told that it could be applied', async () => {
  const { run, edit } = await scene()
  await edit('writ.yaml', /$/, '\nlimits: {revokedConnections: {max: 0}}\n')
  const { exitCode, stderr } = await run('plan', '--out', 'plan.json')
  expect(exitCode).toBe(3)
  expect(stderr).toContain('The plan is in plan.json. It is refused as it stands')
  expect(stderr).not.toContain('--approved')
}, 60_000)

test('E15: an approval that names nobody is none: nothing is written, and nothing recorded', async () => {
  const { run, dir } = await scene()
  const { exitCode, stderr } = await run('apply', '--yes', '--approved-by', '')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('usage/invalid  --approved-by names nobody')
  expect(existsSync(join(dir, '.writ/records'))).toBe(false)
}, 60_000)

test('a plan that cannot be kept is said before anybody relies on it', async () => {
  const { run } = await scene()
  const { exitCode, stderr } = await run('plan', '--out', 'no/such/folder/plan.json')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('plan-file/unwritable')
})
