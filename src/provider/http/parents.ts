import type { Collection } from '../../model/snapshot.js'
import type { Reading } from './list.js'

type Parents = Readonly<Record<string, Collection>>
const ACCOUNT: Parents = { account: 'accounts' }
const PROJECT: Parents = { ...ACCOUNT, project: 'projects' }

/** The fields in which rows name what they lie in, and the list that must hold it. */
const PARENTS: { readonly [C in Collection]: Parents } = {
  apps: {},
  accounts: {},
  'project-templates': ACCOUNT,
  projects: ACCOUNT,
  groups: PROJECT,
  users: ACCOUNT,
  invitations: ACCOUNT,
  connections: PROJECT,
  workflows: ACCOUNT,
  'account-integrations': ACCOUNT,
  'project-integrations': PROJECT,
  'group-integrations': { ...PROJECT, group: 'groups' },
  'user-integrations': { ...ACCOUNT, user: 'users' },
}

/**
 * A list that lacks what rows of another lie in is not whole, however well it adds up: some platforms answer 200 with a
 * part of their data. For lists that show the same revision.
 */
export function checkParents(readings: readonly Reading[]): void {
  const whole = new Map(
    readings
      .filter(({ account, problem }) => account === null && problem === null)
      .map((each) => [each.collection, each]),
  )
  for (const child of whole.values())
    for (const [field, collection] of Object.entries(PARENTS[child.collection])) {
      const parent = whole.get(collection)
      if (parent !== undefined) check(child, field, parent)
    }
}

function check(child: Reading, field: string, parent: Reading): void {
  for (const row of child.rows.values()) {
    const id = (row as unknown as Readonly<Record<string, string | null>>)[field]
    if (id === null || id === undefined || parent.rows.has(id)) continue
    parent.problem ??= `${child.collection} lie in ${id}, which is not among the ${parent.rows.size} ${parent.collection} that came`
    return
  }
}
