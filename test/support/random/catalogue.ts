import type { Doc } from '../naive-estate.js'
import type { Live } from './live.js'

/** Name and category of every app there will be: the live catalogue with App documents laid over it. */
export function catalogueOf(
  documents: readonly Doc[],
  live: { readonly apps: readonly Pick<Live['apps'][number], 'name' | 'status' | 'category'>[] },
): Map<string, string> {
  const installed = live.apps.filter(({ status }) => status !== 'not-installed')
  const catalogue = new Map(installed.map(({ name, category }) => [name, category]))
  for (const { kind, name, category, ensure } of documents) {
    if (kind !== 'App') continue
    const listed = live.apps.find((app) => app.name === name)?.category
    if (ensure === 'absent') catalogue.delete(String(name))
    else catalogue.set(String(name), String(category ?? listed ?? 'other'))
  }
  return catalogue
}
