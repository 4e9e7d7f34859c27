import { sameValue } from './merge.js'

type Fields = Readonly<Record<string, unknown>>

/**
 * Could the platform have made this of a row because of this run's writes alone? If not, somebody else wrote it in
 * between, and its new version must not be taken for one that the plan saw (E6).
 * @param touched ids of the rows that this run wrote, removed or caused to be created
 */
export const explained = (before: Fields, after: Fields, touched: ReadonlySet<string>): boolean =>
  Object.keys(after).every(
    (field) =>
      OF_THE_PLATFORM.has(field) ||
      sameValue(before[field], after[field]) ||
      cascades(field, before[field], after[field], touched),
  )

/** What the platform sets whenever it likes. */
const OF_THE_PLATFORM = new Set(['id', 'etag', 'problem', 'configured'])

/** Cascades close (L5, L8), take and give places in lists (L2, archiving, removal), and drop a manager who left. */
function cascades(field: string, before: unknown, after: unknown, touched: ReadonlySet<string>): boolean {
  if (field === 'enabled') return after === false
  if (field === 'setting') return after === 'inherit'
  if (field === 'manager') return after === null && touched.has(String(before))
  if (!Array.isArray(before) || !Array.isArray(after)) return false
  const differing = [...before.filter((id) => !after.includes(id)), ...after.filter((id) => !before.includes(id))]
  return differing.every((id) => touched.has(String(id)))
}
