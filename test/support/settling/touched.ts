import { isDeepStrictEqual } from 'node:util'
import type { Change, Effect } from '../../../src/model/generated/plan.js'
import type { Rows } from '../client.js'
import type { State } from '../naive.js'
import { isSecret } from '../naive-secret.js'
import { KEY } from '../random/connecting.js'
import type { Names } from './names.js'
import type { Ran } from './run.js'
import { isRun, rowOf } from './trail.js'

const listed = (state: State) => Object.entries(state) as [keyof Rows, readonly Rows[keyof Rows][]][]

/** Set by the platform itself beside what was written. */
const SERVER = new Set(['etag', 'problem', 'configured', 'availableVersion'])

/** Rows that no change and no predicted effect names are byte for byte as before; those named differ in named fields only. */
export function touched(ran: Ran): string[] {
  const { names } = ran
  const plans = new Map<string, (Change | Effect)[]>()
  const acts = [
    ...ran.plan.changes.filter(isRun),
    ...ran.plan.effects.filter(({ by }) => isRun(ran.plan.changes[by] as Change)),
  ]
  for (const act of acts) plans.set(rowOf(act.address), [...(plans.get(rowOf(act.address)) ?? []), act])
  const goes = (address: string) =>
    plans.get(address)?.some((act) => ['remove', 'revoke', 'end'].includes(act.operation))
  return listed(ran.before).flatMap(([collection, rows]) => {
    const now = new Map((ran.after[collection] as readonly Rows[keyof Rows][]).map((row) => [row.id, row]))
    const known = new Set(rows.map((row) => row.id))
    const created = [...now.values()].filter((row) => !known.has(row.id))
    return [
      ...created.flatMap((row) => {
        const address = names.address(collection, row as never)
        return plans.has(address) ? [] : [`${address} appeared`]
      }),
      ...rows.flatMap((row) => {
        const address = names.address(collection, row as never)
        const after = now.get(row.id)
        if (isDeepStrictEqual(row, after)) return []
        if (after === undefined) return goes(address) || goes(address.split('#')[0] ?? '') ? [] : [`${address} is gone`]
        return strayFields(names, collection, row as never, after as never, plans.get(address) ?? []).map(
          (field) => `${address}: ${field}`,
        )
      }),
    ]
  })
}

function strayFields(
  names: Names,
  collection: keyof Rows,
  row: Record<string, unknown>,
  after: Record<string, unknown>,
  acts: readonly (Change | Effect)[],
): string[] {
  const [one, other] = [names.inWords(collection, row), names.inWords(collection, after)]
  const fields = Object.keys(other).filter(
    (field) => !SERVER.has(field) && !isDeepStrictEqual(one[field], other[field]),
  )
  if (acts.length === 0)
    return isDeepStrictEqual({ ...row, problem: 0 }, { ...after, problem: 0 }) ? [] : ['was touched']
  return fields.flatMap((field) => {
    const stated = acts.flatMap((act) => (act.after && field in act.after ? [act.after[field]] : []))
    if (stated.some((value) => says(value, other[field]))) return []
    if (field === 'secrets' && stated.every((each) => isKey(each, other.secrets))) return []
    return [`${field} became ${JSON.stringify(other[field])}, planned ${JSON.stringify(stated)}`]
  })
}

/** Of a secret a plan says only where its value comes from. */
const isKey = (stated: unknown, live: unknown): boolean =>
  Object.keys(stated as object).every((name) => isSecret((live as Record<string, unknown>)[name], KEY.value))

const says = (stated: unknown, live: unknown): boolean =>
  isMap(stated) && isMap(live)
    ? Object.entries(stated).every(([key, value]) => isDeepStrictEqual(live[key], value))
    : isDeepStrictEqual(Array.isArray(stated) ? [...stated].sort() : stated, live)
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
