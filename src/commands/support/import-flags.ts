import { IMPORTED, type ImportedKind } from '../../engine/import.js'
import { didYouMean } from '../../model/nearest.js'
import { usage } from './usage.js'

/** The kinds of `--kind`, however they are capitalised; null where all are meant. */
export function settleKinds(kinds: readonly string[] | undefined): ImportedKind[] | null {
  return kinds?.map(kindOf) ?? null
}

function kindOf(text: string): ImportedKind {
  const plain = (name: string) => name.replaceAll('-', '').toLowerCase()
  const found = IMPORTED.find((kind) => plain(kind) === plain(text))
  if (found !== undefined) return found
  throw usage(
    `--kind ${text} is nothing that lives on a platform.${didYouMean(text, IMPORTED)}`,
    `Kinds: ${IMPORTED.join(', ')}.`,
  )
}

/** The key of `--sets-by labels.KEY`; null where it is not given. */
export function settleLabel(text: string | undefined, accounts: readonly string[] | undefined): string | null {
  if (text === undefined) return null
  const key = /^labels\.(.+)$/.exec(text)?.[1]
  if (key === undefined) throw usage(`--sets-by ${text} is no label`, 'Write it like labels.tier.')
  if (accounts !== undefined)
    throw usage('--sets-by speaks of all accounts with a label, and --account of some', 'Leave one of them out.')
  return key
}
