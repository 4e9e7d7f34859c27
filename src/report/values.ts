import { grouped, list } from './words.js'

type Fields = Readonly<Record<string, unknown>>

/** A list longer than this is told by what joins and what leaves. */
const LONG_LIST = 6

/** What a change does to its fields: `projects apollo, zeus → apollo`, `on → off`, `− zapier, 21 stay`. */
export function difference(before: Fields | null, after: Fields | null): string {
  if (before === null) return statement(after ?? {})
  if (after === null) return ''
  return keysOf(before, after)
    .filter((key) => !same(before[key], after[key]))
    .map((key) => label(key) + step(key, before[key], after[key]))
    .join('; ')
}

/** The fields of something new: `type internal; members ana@acme.example`. What is empty says nothing. */
const statement = (fields: Fields): string =>
  Object.entries(fields)
    .filter(([, value]) => !isEmpty(value))
    .map(([key, value]) => label(key) + show(key, value))
    .join('; ')

/** What people call a field; of some the value speaks for itself. */
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
const label = (key: string): string => LABELS.get(key) ?? `${key} `

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

function step(key: string, before: unknown, after: unknown): string {
  if (Array.isArray(before) && Array.isArray(after) && Math.max(before.length, after.length) > LONG_LIST)
    return listStep(before, after)
  if (isPlain(before) && isPlain(after)) return objectStep(before, after)
  return `${show(key, before)} → ${show(key, after)}`
}

function listStep(before: readonly unknown[], after: readonly unknown[]): string {
  const [old, current] = [new Set(before), new Set(after)]
  const gone = before.filter((item) => !current.has(item)).map(String)
  const come = after.filter((item) => !old.has(item)).map(String)
  const parts = [
    gone.length > 0 ? `− ${list(gone, LONG_LIST)}` : '',
    come.length > 0 ? `+ ${list(come, LONG_LIST)}` : '',
  ]
  const stay = after.length - come.length
  return [...parts.filter((part) => part !== ''), `${grouped(stay)} ${stay === 1 ? 'stays' : 'stay'}`].join(', ')
}

/** Of a map only the keys that differ. */
const objectStep = (before: Fields, after: Fields): string =>
  keysOf(before, after)
    .filter((key) => !same(before[key], after[key]))
    .map((key) => `${key} ${show(key, before[key])} → ${show(key, after[key])}`)
    .join(', ')

const isPlain = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One value as people read it. */
export function show(key: string, value: unknown): string {
  if (value === null || value === undefined) return 'none'
  if (typeof value === 'boolean') return (YES_NO.get(key) ?? ['yes', 'no'])[value ? 0 : 1]
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((item) => show('', item)).join(', ')
  if (isPlain(value)) return objectText(value)
  return value === '' ? '""' : String(value)
}

const objectText = (value: Fields): string => {
  const parts = Object.entries(value)
    .filter(([, each]) => !isEmpty(each))
    .map(([key, each]) => (key === 'enabled' ? show(key, each) : `${key} ${show(key, each)}`))
  return parts.length === 0 ? 'none' : `{${parts.join(', ')}}`
}
