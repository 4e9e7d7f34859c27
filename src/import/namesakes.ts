import { KINDS } from '../kinds/index.js'
import type { Address } from '../model/address.js'
import type { Snapshot } from '../model/snapshot.js'

/**
 * The addresses under which several things live. The contract keeps names unique in their parent; where a platform
 * does not, no document can say which one is meant.
 */
export function namesakes({ rows }: Snapshot): ReadonlySet<Address> {
  const accountOf = (id: string) => KINDS.account.address('', rows.accounts.get(id)?.name ?? id)
  const projectOf = (id: string) => {
    const project = rows.projects.get(id)
    return KINDS.project.address(accountOf(project?.account ?? ''), project?.name ?? id)
  }
  return new Set([
    ...repeated(
      rows.projects.values(),
      ({ account }) => account,
      ({ name, account }) => KINDS.project.address(accountOf(account), name),
    ),
    ...repeated(
      rows['project-templates'].values(),
      ({ account }) => account,
      ({ name, account }) => KINDS.template.address(accountOf(account), name),
    ),
    ...repeated(
      rows.groups.values(),
      ({ account, project }) => project ?? account,
      ({ name, account, project }) =>
        KINDS.group.address(project === null ? accountOf(account) : projectOf(project), name),
    ),
  ])
}

/** Only of what is there twice is the address worked out. */
function repeated<R extends { readonly name: string }>(
  rows: Iterable<R>,
  parent: (row: R) => string,
  at: (row: R) => Address,
): Address[] {
  const seen = new Set<string>()
  const found: Address[] = []
  for (const row of rows) {
    const key = JSON.stringify([parent(row), row.name])
    if (seen.has(key)) found.push(at(row))
    seen.add(key)
  }
  return found
}
