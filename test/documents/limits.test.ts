import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { limits } from '../../src/documents/limits.js'

test('every limit of an estate stands in docs/limits.md with its number', () => {
  const page = readFileSync(new URL('../../docs/limits.md', import.meta.url), 'utf8')
  const [, estates = ''] = page.split(/^## /m)
  const told = [...estates.matchAll(/\| ([\d,]+) \|$/gm)].map(([, number = '']) => Number(number.replaceAll(',', '')))
  expect(told.sort((a, b) => a - b)).toEqual(Object.values(limits).sort((a, b) => a - b))
})
