import { expect, test } from 'vitest'
import { generateAll, staleFiles } from '../scripts/generate.mjs'

test('generated files are what the schemas give: run `npm run generate` when this fails', async () => {
  const files: Map<string, string> = await generateAll()
  expect(files.size).toBeGreaterThan(0)
  expect(await staleFiles(files)).toEqual([])
}, 60_000)
