import { grouped, list } from './words.js'

type Fields = Readonly<Record<string, unknown>>

/** A list longer than this is told by what joins and what leaves. */
const LONG_LIST = 6

/**
 * What a change does to its fields: `projects apollo, zeus → apollo`, `on → off`, `− zapier, 21 stay`.
 * @param texts how long texts are told, by field or `field.key`, where that says more than old and new
 */
export function difference(before: Fields | null, after: Fields | null, texts: Record<string, string> = {}): string {
  if (before === null) return statement(after ?? {})
  if (after === null) return ''
  return keysOf(before, after)
    .filter((key) => !same(before[key], after[key]))
    .map((key) => label(key) + (texts[key] ?? step(key, before[key], after[key], texts)))
    .join('; ')
}

/** The fields of something new: `type internal; members ana@acme.example`. What is empty says nothing. */
const statement = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([, value]) => !isEmpty(value))
    .map(([key, value]) => label(key) + show(key, value))
    .join('; ')

/** What people call a field; of some the value speaks for itself. `label` says it with the space behind it. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['enabled', ''],
  ['setting', ''],
  ['blocked', ''],
  ['allowedApps', 'apps '],
  ['showIntegrations', 'menu '],
  ['newProjects', 'new projects '],
  ['groupTypes', 'types '],
  ['usableBy', 'usable by '],
  ['displayName', 'display name '],
  ['externalAccount', 'external account '],
])
export const label = (key: string): string => LABELS.get(key) ?? `${key} `

/** How people say yes and no to a field. */
const YES_NO: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['enabled', ['on', 'off']],
  ['blocked', ['off for this person', 'not off for this person']],
  ['showIntegrations', ['shown', 'hidden']],
])

const keysOf = (before: Fields, after: Fields): string[] => [
  ...new Set([...Object.keys(before), ...Object.keys(after)]),
]

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

function step(key: string, before: unknown, after: unknown, texts: Record<string, string>): string {
  if (Array.isArray(before) && Array.isArray(after) && Math.max(before.length, after.length) > LONG_LIST)
    return listStep(before, after)
  if (isPlain(before) && isPlain(after)) return objectStep(key, before, after, texts)
  return `${show(key, before)} → ${show(key, after)}`
}

function listStep(before: readonly unknown[], after: readonly unknown[]): string {
  const [old, current] = [keysIn(before), keysIn(after)]
  const gone = before.filter((_, at) => !current.has(old.keys[at] ?? ''))
  const come = after.filter((_, at) => !old.has(current.keys[at] ?? ''))
  const parts = [
    gone.length > 0 ? `− ${list(gone.map(item), LONG_LIST)}` : '',
    come.length > 0 ? `+ ${list(come.map(item), LONG_LIST)}` : '',
  ]
  const stay = after.length - come.length
  const rest = `${grouped(stay)} ${stay === 1 ? 'stays' : 'stay'}${gone.length + come.length === 0 ? ', in another order' : ''}`
  return [...parts.filter((part) => part !== ''), rest].join(', ')
}

const item = (value: unknown): string => show('', value)

/** Items are the same by what they say: some are maps. */
function keysIn(items: readonly unknown[]) {
  const keys = items.map((each) => JSON.stringify(each) ?? '')
  const set = new Set(keys)
  return { keys, has: (key: string) => set.has(key) }
}

/** Of a map only the keys that differ. */
const objectStep = (of: string, before: Fields, after: Fields, texts: Record<string, string>): string =>
  keysOf(before, after)
    .filter((key) => !same(before[key], after[key]))
    .map((key) => `${key} ${texts[`${of}.${key}`] ?? `${show(key, before[key])} → ${show(key, after[key])}`}`)
    .join(', ')

const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One value as people read it. */
export function show(key: string, value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return (YES_NO.get(key) ?? ['yes', 'no'])[value ? 0 : 1]
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(item).join(', ')
  if (isPlain(value)) return objectText(value)
  return value === '' ? '""' : String(value)
}

const objectText = (value: Fields): string => {
  const parts = Object.entries(value)
    .filter(([, each]) => !isEmpty(each))
    .map(([key, each]) => (key === 'enabled' ? show(key, each) : `${key} ${show(key, each)}`))
  return parts.length === 0 ? 'none' : `{${parts.join(', ')}}`
}
