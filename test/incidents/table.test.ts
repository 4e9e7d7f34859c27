import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import accidents from './accidents.json' with { type: 'json' }

const here = fileURLToPath(new URL('.', import.meta.url))
const sourceOf = (file: string) => readFileSync(`${here}../../${file}`, 'utf8')

test('every test of an accident is in the table that the page and the torture are made from', () => {
  const tests = readdirSync(here).filter((name) => name.endsWith('.test.ts') && name !== 'table.test.ts')
  expect(accidents.map(({ test: name }) => `${name}.test.ts`).sort()).toEqual(tests.sort())
})

test.each(accidents)('the guard against $test stands where the table says, once', ({ file, remove: [text = ''] }) => {
  expect(sourceOf(file).split(text)).toHaveLength(2)
})
