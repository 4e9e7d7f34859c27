import type { Estate, EstateDocument } from '../../model/document.js'
import type { Collection, ConnectionRow, RowOf, Snapshot, UserRow } from '../../model/snapshot.js'

type Rows = { [C in Collection]: Map<string, RowOf<C>> }

/**
 * A platform where the estate's accounts, people and named connections are, and nothing else: what documents take for
 * given. Bringing an estate together with it gives all that the estate declares.
 */
export function skeleton(estate: Estate): Snapshot {
  const rows = emptyRows()
  const of = <K extends EstateDocument['kind']>(kind: K) =>
    estate.documents.filter((document): document is EstateDocument<K> => document.kind === kind)
  const inAccount = (name: string) => (document: { value: { account?: string } }) => document.value.account === name
  for (const [at, { value }] of of('Account').entries()) {
    const id = value.id ?? `acc_${at}`
    const live = { name: value.name, labels: value.labels ?? {}, showIntegrations: false, allowedApps: [] }
    rows.accounts.set(id, { id, etag: '1', ...live })
    const users = of('User').filter(inAccount(value.name))
    const connections = of('Connection').filter(inAccount(value.name))
    const named = [
      ...users.flatMap(({ value: user }) => [user.email, user.manager]),
      ...of('Group')
        .filter(inAccount(value.name))
        .flatMap(({ value: group }) => group.members ?? []),
      ...connections.flatMap(({ value: { owner, usableBy } }) => [
        owner,
        ...(usableBy === 'everyone' ? [] : (usableBy?.users ?? [])),
      ]),
    ]
    for (const email of new Set(named)) if (email !== undefined) addUser(rows, id, email)
    for (const { value: connection } of connections) addConnection(rows, id, connection)
  }
  return { platform: PLATFORM, principal: PRINCIPAL, revision: 1, rows, reads: [] }
}

function addUser({ users }: Rows, account: string, email: string): void {
  const id = `usr_${users.size}`
  const person = { role: 'member', projects: [], department: null, designation: null, manager: null } as const
  users.set(id, { id, etag: '1', account, email, ...person } satisfies UserRow)
}

function addConnection(
  { connections }: Rows,
  account: string,
  { id = `con_${connections.size}`, app, name }: EstateDocument<'Connection'>['value'],
): void {
  const unsaid = { project: null, owner: null, holder: 'person', externalAccount: null, createdBy: null } as const
  const times = { scopes: [], createdAt: '', lastUsedAt: null, requestedAt: null }
  const row = {
    id,
    etag: '1',
    account,
    app,
    name,
    status: 'active',
    usableBy: 'everyone',
    ...unsaid,
    ...times,
  } as const
  connections.set(id, row satisfies ConnectionRow)
}

const PLATFORM: Snapshot['platform'] = {
  name: 'skeleton',
  tenant: '',
  version: '1',
  url: '',
  capabilities: {
    levels: ['account', 'project', 'group', 'person'],
    changeFeed: false,
    lease: false,
    expectConnections: false,
  },
}
const PRINCIPAL: Snapshot['principal'] = { id: '', name: '', roles: [], tokenKind: 'read' }

const emptyRows = (): Rows => ({
  apps: new Map(),
  accounts: new Map(),
  'project-templates': new Map(),
  projects: new Map(),
  groups: new Map(),
  users: new Map(),
  invitations: new Map(),
  connections: new Map(),
  workflows: new Map(),
  'account-integrations': new Map(),
  'project-integrations': new Map(),
  'group-integrations': new Map(),
  'user-integrations': new Map(),
})
