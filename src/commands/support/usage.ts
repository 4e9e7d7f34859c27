import { Fault } from '../../model/fault.js'
import { didYouMean, nearest } from '../../model/nearest.js'
import { SHRINKABLE } from './lists.js'

/** A command line that cannot be meant as it stands: exit 1, with the next thing to type. */
export const usage = (message: string, help: string): Fault => new Fault('usage/invalid', message, help)

/** `2026-12-01` or `2026-12-01T08:00:00Z`; now where nothing is given. */
export function settleNow(text: string | undefined): Date {
  if (text === undefined) return new Date()
  const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text) ? new Date(text) : null
  if (date === null || Number.isNaN(date.getTime()) || !isRealDay(text))
    throw usage(`--now ${text} is not a moment`, 'Write it like 2026-12-01 or 2026-12-01T08:00:00Z.')
  return date
}

/** `2026-02-30` would quietly become a day in March. */
const isRealDay = (text: string): boolean =>
  new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10))

/** A whole number within bounds. */
export function settleCount(flag: string, text: string | undefined, preset: number, [least, most]: [number, number]) {
  if (text === undefined) return preset
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw usage(`--${flag} ${text} is not a whole number from ${least} to ${most}`, `Leave it out for ${preset}.`)
}

const UNITS = { s: 1, m: 60, h: 3600 } as const

/** `30`, `30s`, `5m` or `1h`, in seconds. */
export function settleSeconds(flag: string, text: string | undefined, preset: number): number {
  if (text === undefined) return preset
  const [, amount, unit = 's'] = /^(\d{1,6})([smh])?$/.exec(text) ?? []
  if (amount !== undefined) return Number(amount) * UNITS[unit as keyof typeof UNITS]
  throw usage(`--${flag} ${text} is not a length of time`, 'Write it like 30 (seconds), 5m or 1h.')
}

/** Names of people, for a record: an empty variable of a pipeline is no approval. */
export function settleNames(flag: string, names: readonly string[] | undefined): readonly string[] {
  if (names?.some((name) => name.trim() === ''))
    throw usage(`--${flag} names nobody`, 'Say who it was; in a pipeline, see whether the variable is set.')
  return names ?? []
}

/** Lists whose shrinking somebody has looked at: a name that is none would confirm nothing, silently. */
export function settleShrunk(names: readonly string[] | undefined): readonly string[] {
  const unknown = names?.find((name) => !SHRINKABLE.includes(name))
  if (unknown === undefined) return names ?? []
  throw usage(
    `--confirm-shrink ${unknown} is no list.${didYouMean(unknown, SHRINKABLE)}`,
    `There are ${SHRINKABLE.join(', ')}.`,
  )
}

const KINDS = ['app', 'account', 'template', 'project', 'group', 'user', 'connection']

/** ` Did you mean account/acme?`, where the kind alone is misspelt. */
export function nearAddress(address: string): string {
  const [kind = '', ...rest] = address.split('/')
  const near = nearest(kind.toLowerCase(), KINDS) ?? KINDS.find((each) => each === kind.toLowerCase())
  return near === undefined || rest.length === 0 || near === kind ? '' : ` Did you mean ${[near, ...rest].join('/')}?`
}

/** The addresses of `--only`: of kinds that live on a platform. */
export function settleOnly(addresses: readonly string[] | undefined): string[] {
  for (const address of addresses ?? []) {
    const kind = /^([a-z*]+)\/./.exec(address)?.[1]
    if (kind === undefined || !(kind.includes('*') || KINDS.includes(kind)))
      throw usage(
        `--only ${address} is no address.${nearAddress(address)}`,
        'Addresses look like account/acme or project/acme/apollo#integrations.slack; a folder goes before --only.',
      )
  }
  return [...(addresses ?? [])]
}
