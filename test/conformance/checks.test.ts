import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Check } from '../../src/conformance/check.js'
import { CHECKS } from '../../src/conformance/checks.js'
import { MECHANICS, RULES } from './mutants/index.js'

const folder = new URL('../../src/conformance/checks/', import.meta.url)

test('every check that is written stands in the list, once, under a name of its own', async () => {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const written = await Promise.all(
    modules.map(async (file) => Object.values(await import(new URL(file, folder).href))),
  )
  const isCheck = (value: unknown): value is Check => typeof value === 'object' && value !== null && 'clause' in value
  const names = written
    .flat()
    .filter(isCheck)
    .map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(CHECKS.map(({ name }) => name).sort()).toEqual(names.sort())
})

test('every check is failed by some server, so that none passes whatever comes', () => {
  const failed = new Set([...MECHANICS, ...RULES].flatMap(({ fails }) => fails))
  expect(CHECKS.map(({ name }) => name).filter((name) => !failed.has(name))).toEqual([])
})

test('every check says in a sentence what the platform must do, and what that proves', () => {
  for (const { name, clause, proves } of CHECKS) {
    expect(clause, name).toMatch(/^[\w`'].{20,}\.$/)
    expect(proves.length, name).toBeGreaterThan(0)
  }
})

test('every number that a platform enforces by itself through the contract is proved by a check', () => {
  const proved = new Set(CHECKS.flatMap(({ proves }) => proves))
  const levels = Array.from({ length: 14 }, (_, at) => `L${at + 1}`)
  const others = ['R1', 'R2', 'R3', 'R5', 'R6', 'U1', 'U2', 'U3', 'U4', 'U5', 'U6', 'C1', 'C2', 'C3', 'C4', 'C5', 'C7']
  const tiers = ['T1', 'T2', 'T4', 'T5', 'T6', 'T8', 'T9', 'T10']
  expect([...levels, ...others, ...tiers].filter((number) => !proved.has(number))).toEqual([])
})
