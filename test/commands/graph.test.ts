import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { complaints, folder, writ } from './writ.js'

test('every example is drawn offline: as Mermaid, as a picture, and as JSON that fits its schema', async () => {
  for (const example of ['three-levels', 'tiers', 'agency', 'team']) {
    const dir = `examples/${example}`
    expect((await writ(['graph', dir])).stdout).toMatch(/^---\ntitle: ".+"\n---\nflowchart LR\n/)
    expect((await writ(['graph', dir, '--format', 'svg'])).stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/)
    const { stdout, exitCode } = await writ(['graph', dir, '--format', 'json'])
    expect(exitCode).toBe(0)
    expect(complaints('graph', JSON.parse(stdout))).toEqual([])
  }
})

test('one account as JSON, and a picture in a file, whole; what is not drawn is said on stderr', async () => {
  const drawn = await writ(['graph', 'examples/three-levels', '--account', 'acme', '--format', 'json'])
  const value = JSON.parse(drawn.stdout)
  expect(complaints('graph', value)).toEqual([])
  expect(value.account).toBe('acme')
  const out = join(folder(), 'estate.svg')
  const { stdout, stderr } = await writ(['graph', 'examples/agency', '--format', 'svg', '--out', out])
  expect(stdout).toBe('')
  expect(stderr).toContain('Not drawn: 1 more project set, 1 more waiver.')
  expect(readFileSync(out, 'utf8')).toMatch(/<\/svg>\n$/)
})

test('an estate with mistakes is not drawn', async () => {
  const { stdout, exitCode } = await writ(['graph', folder()])
  expect([stdout, exitCode]).toEqual(['', 1])
})
