import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { inBrowser } from './sandbox/pages/browser.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const kept = readdirSync(join(root, 'docs/pictures')).sort()

test('each picture that a document shows is there, and none is larger than 200 kB', () => {
  const documents = [
    'README.md',
    ...readdirSync(join(root, 'docs'))
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ]
  const shown = documents.flatMap((name) =>
    [...readFileSync(join(root, name), 'utf8').matchAll(/pictures\/([\w-]+\.png)/g)].map(([, picture]) =>
      String(picture),
    ),
  )
  expect(shown.filter((name) => !existsSync(join(root, 'docs/pictures', name)))).toEqual([])
  for (const name of kept) expect(statSync(join(root, 'docs/pictures', name)).size).toBeLessThan(200_000)
  expect(kept.length).toBeGreaterThan(5)
})

inBrowser('pictures', () => {
  test('the script takes those that are kept, of real runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'writ-pictures-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    await execa(process.execPath, [join(root, 'scripts/pictures.mjs'), folder])
    expect(readdirSync(folder).sort()).toEqual(kept)
  }, 180_000)
})
