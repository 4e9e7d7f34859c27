import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, scene, writ } from './writ.js'

const SET = (name: string) => `kind: AccountSet
name: ${name}
match: {labels: {tier: ${name}}}
showIntegrations: true
`

test('E1: validate says whose accounts it cannot judge: those of sets that match by labels no document states', async () => {
  const cwd = folder()
  await writ(['init'], { cwd })
  expect((await writ(['validate'], { cwd })).stdout).not.toContain('live labels')
  writeFileSync(join(cwd, 'set.yaml'), SET('gold').replace('tier:', 'segment:'))
  expect((await writ(['validate'], { cwd })).stdout).toContain(
    '1 set matches by live labels; its accounts are judged by writ plan.',
  )
  writeFileSync(join(cwd, 'other.yaml'), SET('silver').replace('tier:', 'segment:'))
  const { stdout, exitCode } = await writ(['validate'], { cwd })
  expect(stdout).toContain('2 sets match by live labels; their accounts are judged by writ plan.')
  expect(exitCode).toBe(0)
})

test('E14: a plan of which nothing would be written is not said to be executed', async () => {
  const { run, edit } = await scene()
  expect((await run('plan', '--out', 'plan.json')).stderr).toContain('executes exactly that')
  await edit('writ.yaml', /$/, '\nmode: observe\n')
  const { stderr } = await run('plan', '--out', 'plan.json')
  expect(stderr).toContain('writ apply would write nothing of it, as all its changes are observed only.')
  expect(stderr).not.toContain('executes')
})

test('T10: review packs do not go where the estate would read them; a folder that it passes over will do', async () => {
  const { run, dir } = await scene()
  const refused = await run('audit', '--review-packs', './packs')
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('read as part of the estate')
  expect(refused.stderr).toContain('../packs')
  expect(existsSync(join(dir, 'packs'))).toBe(false)
  expect((await run('audit', '--review-packs', '.packs')).stderr).toContain('review pack')
  expect((await run('validate')).exitCode).toBe(0)
})

test('T10: a Review without a name says what to write', async () => {
  const { run, dir } = await scene()
  writeFileSync(join(dir, 'review.yaml'), 'kind: Review\nname: r\ncovers: {account: acme}\nby:\nat: 2026-11-22\n')
  expect((await run('validate')).stdout).toContain('Write who looked and answers for it')
})

test('a seed that is not there is said to be missing, not in the words of the file system', async () => {
  const { stderr, exitCode } = await writ(['sandbox', '--seed', 'nope'], { cwd: folder() })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('--seed: there is no file or folder nope')
  expect(stderr).not.toContain('ENOENT')
})
