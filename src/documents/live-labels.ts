import type { Estate } from '../model/document.js'

/**
 * How many sets of accounts match by a label that no Account document states: which accounts they match only the platform
 * tells, so that what they say of each is judged by a plan and not offline (E1).
 */
export function setsByLiveLabels({ documents }: Estate): number {
  const stated = new Set<string>()
  for (const { kind, value } of documents)
    if (kind === 'Account') for (const key of Object.keys((value as Labelled).labels ?? {})) stated.add(key)
  return documents.filter(({ kind, value }) => {
    const match = kind === 'AccountSet' ? (value as { match?: unknown }).match : undefined
    const labels = typeof match === 'object' && match !== null ? (match as Labelled).labels : undefined
    return Object.keys(labels ?? {}).some((key) => !stated.has(key))
  }).length
}

interface Labelled {
  readonly labels?: Readonly<Record<string, unknown>>
}
