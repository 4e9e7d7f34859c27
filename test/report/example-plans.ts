import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plan } from '../../src/model/generated/plan.js'
import { cause, change, plan } from './plans.js'

/** A plan as an example keeps it: causes are told, and others are named by their address. */
interface Essence extends Record<string, unknown> {
  readonly changes: readonly (Record<string, unknown> & {
    readonly address: string
    readonly needs: readonly string[]
  })[]
  readonly impact: { readonly connections: readonly { readonly by: string }[] }
}

/** The plan of an example, with what the file beside it leaves out. */
export function examplePlan(name: string): Plan {
  const path = fileURLToPath(new URL(`../../examples/${name}/plan.json`, import.meta.url))
  const essence = JSON.parse(readFileSync(path, 'utf8')) as Essence
  const told = [...new Set(toldIn(essence))]
  const index = (address: string) =>
    Math.max(
      0,
      essence.changes.findIndex((each) => each.address === address),
    )
  const causes = told.map((text) => {
    const [, file = '', line = '1', statement = ''] = /^([^:]*):(\d+) (.*)$/s.exec(text) ?? []
    return cause(file, Number(line), statement)
  })
  const indexed = numbered(essence, told) as Essence
  const { connections } = indexed.impact
  return plan({
    ...(indexed as unknown as Plan),
    causes,
    changes: indexed.changes.map((each) => change(each.address, { ...each, needs: each.needs.map(index) })),
    effects: by(indexed.effects, index) as Plan['effects'],
    impact: { ...(indexed.impact as unknown as Plan['impact']), connections: by(connections, index) as never },
  })
}

const by = (list: unknown, index: (address: string) => number) =>
  (list as { readonly by: string }[]).map((each) => ({ ...each, by: index(each.by) }))

function* toldIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value)) {
    if (key === 'causes') yield* each as string[]
    else yield* toldIn(each)
  }
}

function numbered(value: unknown, told: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((each) => numbered(each, told))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) =>
      key === 'causes' ? [key, (each as string[]).map((text) => told.indexOf(text))] : [key, numbered(each, told)],
    ),
  )
}
