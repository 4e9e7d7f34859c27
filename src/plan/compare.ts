import { KINDS } from '../kinds/index.js'
import { isMap } from '../model/canonical.js'
import type { Desired } from '../model/desired.js'
import type { Resource, ResourceKind } from '../model/resource.js'
import type { Fields } from './draft.js'

/** What differs between what is wanted and what stands, field by field. */
export interface Difference {
  readonly before: Fields
  readonly after: Fields
}

/**
 * Compares plainly: only fields with an opinion, each by its kind's declaration.
 * Returns null where live already says what is wanted.
 */
export function compare<K extends ResourceKind>(
  desired: Desired<K>,
  live: Resource<K>,
  which: (field: string) => boolean = () => true,
): Difference | null {
  const declared = KINDS[desired.kind].fields as Readonly<
    Record<string, { agrees: (a: unknown, b: unknown) => boolean }>
  >
  const fields = Object.keys(desired.fields).filter(which)
  const differing = fields.filter((field) => !declared[field]?.agrees(fieldOf(desired, field), fieldOf(live, field)))
  if (differing.length === 0) return null
  const told = turnsOn(desired, live) ? fields : differing
  return {
    before: Object.fromEntries(told.map((field) => [field, narrowed(fieldOf(live, field), fieldOf(desired, field))])),
    after: Object.fromEntries(told.map((field) => [field, changed(fieldOf(desired, field), fieldOf(live, field))])),
  }
}

const fieldOf = (of: { readonly fields: object }, field: string): unknown => (of.fields as Fields)[field]

/** The selection travels in the same write as the toggle. */
const turnsOn = (desired: Desired, live: Resource): boolean =>
  fieldOf(desired, 'enabled') === true && fieldOf(live, 'enabled') === false

/** Of a map only the keys that differ are told and written. */
function changed(value: unknown, live: unknown): unknown {
  if (!isMap(value) || !isMap(live)) return value
  return Object.fromEntries(Object.entries(value).filter(([key, entry]) => entry !== live[key]))
}

function narrowed(live: unknown, value: unknown): unknown {
  if (!isMap(value) || !isMap(live)) return live
  return Object.fromEntries(Object.keys(changed(value, live) as object).map((key) => [key, live[key] ?? null]))
}

/** The fields of a resource once a change was made: maps are merged, all else replaced. */
export function merged(fields: object, after: Fields): Record<string, unknown> {
  const result: Record<string, unknown> = { ...fields }
  for (const [key, value] of Object.entries(after)) {
    const known = result[key]
    result[key] = isMap(value) && isMap(known) ? { ...known, ...value } : value
  }
  return result
}
