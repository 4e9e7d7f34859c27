import { difference, label } from '../values.js'
import { list } from '../words.js'

type Fields = Readonly<Record<string, unknown>>

/** So many of what joins or leaves a list are named. */
const NAMED = 8

/**
 * What a change does, without what stays: the same words for all whose lists lose the same, whatever else they hold.
 * @example delta({ allowedApps: ['gmail', 'zapier'] }, { allowedApps: ['gmail'] }) // 'apps − zapier'
 */
export function delta(before: Fields | null, after: Fields | null): string {
  if (before === null || after === null) return difference(before, after)
  const lists = Object.keys(after).filter((key) => isMoved(before[key], after[key]))
  const rest = (fields: Fields) => Object.fromEntries(Object.entries(fields).filter(([key]) => !lists.includes(key)))
  const parts = lists.map((key) => label(key) + step(before[key] as unknown[], after[key] as unknown[]))
  return [...parts, difference(rest(before), rest(after))].filter((part) => part !== '').join('; ')
}

/** Lists of names, of which some join or leave. */
const isMoved = (one: unknown, other: unknown): boolean =>
  isNames(one) && isNames(other) && (missing(one, other).length > 0 || missing(other, one).length > 0)

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

function step(before: readonly unknown[], after: readonly unknown[]): string {
  const [gone, come] = [missing(before, after), missing(after, before)]
  const parts = [
    gone.length > 0 ? `− ${list(gone, NAMED)}` : '',
    come.length > 0 ? `+ ${list(come, NAMED)}` : '',
    after.length === 0 ? 'none left' : before.length === 0 ? 'none before' : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function missing(from: readonly unknown[], other: readonly unknown[]): string[] {
  const there = new Set(other)
  return from.filter((each) => !there.has(each)).map(String)
}
