import { patchRow, sortedSet } from '../merge.js'
import { newId } from '../platform.js'
import { forbidden } from '../problems.js'
import { isOperator } from '../roles.js'
import type { AccountRow, Collection } from '../rows.js'
import { forget } from '../tokens.js'
import type { Write } from '../write.js'
import type { Behaviour } from './behaviour.js'
import { demandApps, demandFreeName, demandNoConnections } from './references.js'

/** Customer accounts: menu (T1), allow-list (T2) and labels are the operator's, the name also the owners'. */
export const accounts: Behaviour<'accounts'> = {
  create: { schema: 'AccountCreate', run: create },
  update: { schema: 'AccountUpdate', run: update },
  remove,
}

function create(write: Write, body: Partial<AccountRow> & Pick<AccountRow, 'name'>): AccountRow {
  const silent = { labels: {}, showIntegrations: false, allowedApps: [] }
  const account = settled(write, { ...silent, ...body, id: newId(write.platform, 'accounts'), etag: '' }, [])
  demandFreeName(write.store, 'accounts', { name: account.name })
  return write.create('accounts', account)
}

/** Narrowing the allow-list or closing the menu refuses new connections and ends none. */
function update(write: Write, account: AccountRow, body: Partial<AccountRow>): AccountRow {
  const theirs = Object.keys(body).filter((field) => field !== 'name')
  if (theirs.length > 0 && !isOperator(write.actor)) throw forbidden(`Only operators change ${theirs.join(', ')}.`)
  const after = settled(write, patchRow(account, body), account.allowedApps)
  demandFreeName(write.store, 'accounts', { name: after.name }, account.id)
  return write.update('accounts', account, after)
}

function settled(write: Write, account: AccountRow, before: AccountRow['allowedApps']): AccountRow {
  if (account.allowedApps === 'all') return account
  demandApps(write.store, account.allowedApps, before === 'all' ? [] : before, '/allowedApps')
  return { ...account, allowedApps: sortedSet(account.allowedApps) }
}

/** What goes with an account, from the bottom up. */
const BELOW: Collection[] = [
  ...(['user-integrations', 'group-integrations', 'project-integrations', 'account-integrations'] as const),
  ...(['workflows', 'connections', 'groups', 'projects', 'project-templates', 'invitations', 'users'] as const),
]

function remove(write: Write, account: AccountRow): void {
  const { store } = write
  demandNoConnections(store, { account: account.id }, 'account')
  for (const user of store.find('users', { account: account.id })) forget(store, user.id)
  for (const collection of BELOW) {
    for (const row of store.find(collection, { account: account.id })) write.remove(collection, row, 'platform')
  }
  write.remove('accounts', account)
}
