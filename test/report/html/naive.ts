import type { AccessRow, ConnectionRow } from '../../../src/model/audit.js'
import type { Filters } from '../../../src/report/html/client/query.js'

/** What a filter means, said again as plainly as possible, over the rows of the audit themselves. */
export function wanted(
  row: AccessRow | ConnectionRow,
  all: readonly (AccessRow | ConnectionRow)[],
  filters: Filters,
): boolean {
  const named = (name: string, of: (row: AccessRow | ConnectionRow) => readonly string[]) =>
    name === '' ||
    (all.some((each) => of(each).includes(name))
      ? of(row).includes(name)
      : of(row).some((each) => each.toLowerCase().includes(name.toLowerCase())))
  const words = filters.q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return (
    words.every((word) => textsOf(row).some((text) => text.toLowerCase().includes(word))) &&
    named(filters.account, ({ account }) => [account]) &&
    named(filters.app, ({ app }) => [app]) &&
    named(filters.person, personOf) &&
    named(filters.project, projectsOf) &&
    (filters.verdict.length === 0 || filters.verdict.includes(row.verdict)) &&
    (!('gates' in row) || named(filters.gate, () => row.gates)) &&
    (!('status' in row) || named(filters.status, () => present(row.status))) &&
    (filters.used === '' || (filters.used === 'never') === (row.lastUsedAt === null)) &&
    (!('idleDays' in row) || filters.idle === '' || (row.idleDays ?? -1) >= Number(filters.idle))
  )
}

const present = (...texts: readonly (string | null)[]): string[] => texts.filter((text) => text !== null)

const personOf = (row: AccessRow | ConnectionRow): string[] => present('user' in row ? row.user : row.owner)

const projectsOf = (row: AccessRow | ConnectionRow): string[] =>
  'live' in row ? [...row.live, ...row.declared] : present(row.project)

const textsOf = (row: AccessRow | ConnectionRow): string[] => [
  ...[row.account, row.app, ...personOf(row), ...projectsOf(row)],
  ...('gates' in row
    ? row.gates
    : [...present(row.id, row.name, row.status, row.externalAccount), row.reason, ...row.workflows]),
]
