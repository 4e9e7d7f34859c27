import type { Estate, EstateDocument } from '../../model/document.js'
import { addressOfDocument } from '../../model/estate-name.js'
import type { Cause, Change } from '../../model/generated/plan.js'
import { differences, valueAt } from './notes.js'

/**
 * Of what a commit brings, the statements that it wrote come first: a package that loses an app is the cause, and not the
 * set that has named the package all along (E7). Everything else keeps its order.
 */
export function changedFirst(before: Estate, now: Estate): (change: Change, causes: readonly Cause[]) => Change {
  const moved = movedPaths(before, now)
  const rank = (cause: Cause | undefined): number => (cause === undefined ? UNTOUCHED : rankOf(cause.statement, moved))
  return (change, causes) => {
    const ranked = change.causes.map((at) => ({ at, rank: rank(causes[at]) }))
    if (ranked.every(({ rank: each }) => each === ranked[0]?.rank)) return change
    return { ...change, causes: ranked.sort((one, other) => one.rank - other.rank).map(({ at }) => at) }
  }
}

const [WRITTEN, BESIDE, UNTOUCHED] = [0, 1, 2]

/** Of each document that differs, by its address, the paths that do; the empty path of one that is new. */
function movedPaths(before: Estate, now: Estate): Map<string, string[]> {
  const there = new Map(before.documents.map((document) => [addressOfDocument(document), document.value]))
  return new Map(
    now.documents.flatMap((document) => {
      const address = addressOfDocument(document)
      const was = there.get(address)
      const paths = was === undefined ? [''] : differences(was, document.value).map((path) => path.join('.'))
      return paths.length === 0 ? [] : [[address, paths] as const]
    }),
  )
}

function rankOf(statement: string, moved: ReadonlyMap<string, readonly string[]>): number {
  const [address = '', path = ''] = statement.split('#', 2)
  const paths = moved.get(address)
  if (paths === undefined) return UNTOUCHED
  return paths.some((each) => within(path, each) || within(each, path)) ? WRITTEN : BESIDE
}

/** Does a path lie at or below another? */
const within = (path: string, above: string): boolean => above === '' || path === above || path.startsWith(`${above}.`)

/** A statement that this commit wrote or took away, with what stood there and what stands there now. */
export interface WrittenLine {
  readonly cause: Cause
  readonly text: string
}

/** All that a commit writes that can move what is planned, each where the head has it; where it has none, at the baseline. */
export function writtenLines(before: Estate, now: Estate): WrittenLine[] {
  const [were, are] = [byAddress(before), byAddress(now)]
  return [...new Set([...are.keys(), ...were.keys()])].flatMap((address) => {
    const [was, is] = [were.get(address), are.get(address)]
    if (was === undefined || is === undefined) {
      const only = is ?? was
      return only === undefined ? [] : [lineOf(address, only, [], [only.value])]
    }
    return differences(was.value, is.value).map((path) => {
      const values = [was, is].map(({ value }) => valueAt(value, path))
      return lineOf(address, is, values[1] === undefined ? path.slice(0, -1) : path, [path, ...values])
    })
  })
}

const byAddress = ({ documents }: Estate): Map<string, EstateDocument> =>
  new Map(documents.map((document) => [addressOfDocument(document), document]))

function lineOf(address: string, { source }: EstateDocument, path: readonly string[], said: unknown[]): WrittenLine {
  const { file, line, column } = source.locate([...path], 'key')
  const statement = path.length === 0 ? address : `${address}#${path.join('.')}`
  return { cause: { file, line, column, statement }, text: JSON.stringify(said) }
}
