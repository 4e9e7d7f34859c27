import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { apply, plan, validate } from '../../src/engine.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'

const examples = fileURLToPath(new URL('../../examples', import.meta.url))
/** The moment at which the examples are planned. */
const NOW = new Date('2026-11-22T09:00:00Z')

/** A plan's digest binds ids that the sandbox makes anew each time. */
const NO_DIGEST = `sha256:${'0'.repeat(64)}`

/** Where the plan of an example stands. */
export const beside = (name: string, file: string): string => join(examples, name, file)

/** An example before a platform that lives as its `live.json` says. */
export async function openExample(name: string) {
  const sandbox = await startSandbox({
    seed: JSON.parse(readFileSync(beside(name, 'live.json'), 'utf8')) as unknown,
    clock: () => NOW.getTime(),
  })
  const port = createHttpPlatform({ url: sandbox.url, token: sandbox.tokens.admin })
  onTestFinished(async () => {
    await port.close()
    await sandbox.close()
  })
  const { estate, diagnostics } = await validate(join(examples, name), { now: NOW })
  if (estate === null) throw new Error(JSON.stringify(diagnostics))
  const variable = (name: string) => `the value of ${name}`
  const options = { tool: 'writ 0.1.0', environment: null, now: NOW, only: [], countChanges: true, variable }
  const { url } = estate.config.platform
  /** The plan, as if the platform stood where the example's writ.yaml says. */
  const planned = async (): Promise<Plan> => {
    const { plan: made } = await plan(estate, port, options)
    const digests = { ...made.digests, plan: NO_DIGEST }
    return { ...made, digests, platform: { ...made.platform, url, writePower: false } }
  }
  const run = () =>
    apply(estate, port, {
      ...options,
      ...{ runId: 'example', clock: Date.now, parallelism: 4, settleSeconds: 0 },
      emit: () => {},
      confirm: async () => true,
    })
  return { planned, run }
}

/** What of a plan says the same on every platform: no ids that the platform makes, no versions, no costs. */
export function essence({
  changes,
  causes,
  effects,
  impact,
  held,
  pending,
  findings,
  verdicts,
  coverage,
  outcome,
}: Plan) {
  const said = (indexes: readonly number[]) =>
    indexes.map((index) => `${causes[index]?.file}:${causes[index]?.line} ${causes[index]?.statement}`)
  const address = (by: number) => changes[by]?.address
  const withCauses = <T extends { readonly causes: readonly number[] }>(of: readonly T[]) =>
    of.map((each) => ({ ...each, causes: said(each.causes) }))
  return {
    changes: withCauses(changes).map(({ target: _t, revision: _r, stage: _s, branch: _b, needs, ...change }) => ({
      ...change,
      needs: needs.map(address),
    })),
    effects: effects.map(({ by, before, ...effect }) => ({ ...effect, before: withoutIds(before), by: address(by) })),
    impact: { ...impact, connections: impact.connections.map(({ by, ...each }) => ({ ...each, by: address(by) })) },
    held: withCauses(held),
    pending: withCauses(pending),
    findings: withCauses(findings),
    ...{ verdicts, coverage, outcome },
  }
}

/** Who made a connection is told by an id. */
const withoutIds = (fields: Record<string, unknown> | null) =>
  fields === null ? null : Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'createdBy'))

/** JSON as the formatter of this repository lays it out: lists on one line where they fit. */
export function json(value: unknown, indent = '', room = 120): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const line = `[${value.map((each) => json(each, inner)).join(', ')}]`
    if (!line.includes('\n') && indent.length + line.length <= room) return line
    return `[\n${value.map((each) => inner + json(each, inner, 119)).join(',\n')}\n${indent}]`
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const members = Object.entries(value).filter(([, each]) => each !== undefined)
  if (members.length === 0) return '{}'
  const lines = members.map(([key, each]) => {
    const name = `${inner}${JSON.stringify(key)}: `
    return name + json(each, inner, 119 - (name.length - inner.length))
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}
