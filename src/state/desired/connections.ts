import { desired, stated } from '../../kinds/resource.js'
import { address } from '../../model/address.js'
import { sorted } from '../../model/canonical.js'
import { type Desired, type Wish, want, wanted } from '../../model/desired.js'
import type { EstateDocument } from '../../model/document.js'
import type { UsableBy } from '../../model/generated/documents.js'
import { children, type FieldsByKind, type Resource } from '../../model/resource.js'
import { claimedTwice, identify, indexRows, type RowIndex } from '../identify.js'
import type { AccountScope } from './scope.js'

/** Adds the named connections that are declared (C2): those that live, and those that are wished for; what only its owner could bring about is told. */
export function addConnections(scope: AccountScope, account: Desired<'account'>): void {
  const byApp = scope.connections.length > 0 ? connectionsByApp(scope.live) : new Map<string, RowIndex<Named>>()
  for (const document of scope.connections) {
    const { value } = document
    const at = address('connection', account.key, value.app, value.name)
    const { row, problems } = identify(document, at, byApp.get(value.app) ?? indexRows<Named>([]))
    scope.problems.push(...problems)
    const live = row?.connection
    if (live !== undefined && wanted(account, 'connection').has(live.key)) {
      scope.problems.push(claimedTwice(document, at, live.key))
    } else if (live !== undefined) add(scope, account, document, live)
    else if (problems.length === 0 && value.ensure !== 'absent') scope.wishes.push(wish(document, at))
  }
}

interface Named {
  readonly id: string
  readonly name: string
  readonly connection: Resource<'connection'>
}

function connectionsByApp(account: Resource<'account'>): Map<string, RowIndex<Named>> {
  const grouped = new Map<string, Named[]>()
  for (const connection of children(account, 'connection').values()) {
    const { app, name } = connection.fields
    const siblings = grouped.get(app) ?? []
    grouped.set(app, siblings)
    siblings.push({ id: connection.key, name: name ?? '', connection })
  }
  return new Map([...grouped].map(([app, rows]) => [app, indexRows(rows)]))
}

function add(
  scope: AccountScope,
  account: Desired<'account'>,
  { value, source }: EstateDocument<'Connection'>,
  live: Resource<'connection'>,
): void {
  const { name, usableBy, project = null, owner, holder, externalAccount } = value
  const parts = stated<'connection'>({ name, usableBy: usableBy && normal(usableBy) }, source)
  const absent = value.ensure === 'absent'
  const added = want(account, desired('connection', account, live.key, { ...parts, absent }))
  if (absent) return
  const isAsked = live.fields.status === 'requested'
  for (const [field, want_] of Object.entries({ project, owner, holder, externalAccount })) {
    const has = live.fields[field as keyof FieldsByKind['connection']]
    if (want_ === undefined || want_ === has || (field === 'externalAccount' && isSameAccount(has, want_, isAsked)))
      continue
    const message = `${field} is ${has ?? 'none'} on the platform, declared ${want_ ?? 'none'}: only connecting anew changes it`
    const statements = [{ source, path: [field] }]
    scope.problems.push({
      code: 'connection/differs',
      severity: 'warning',
      address: added.address,
      message,
      statements,
    })
  }
}

/** Addresses are the same in any case; of one who is only asked nobody knows yet. */
const isSameAccount = (has: unknown, wanted: string | null, isAsked: boolean): boolean =>
  has === null ? isAsked : String(has).toLowerCase() === wanted?.toLowerCase()

/** Lists as sets (C4). */
const normal = (use: UsableBy): FieldsByKind['connection']['usableBy'] =>
  use === 'everyone' ? use : { users: sorted(use.users ?? []), groups: sorted(use.groups ?? []) }

/** What does not live: it is connected, or asked for, once the gates on its way are open. */
function wish({ value, source }: EstateDocument<'Connection'>, at: string): Wish {
  const { app, name, project = null, owner = null, holder, externalAccount, usableBy, apiKey } = value
  const stated = { holder, externalAccount, usableBy: usableBy && normal(usableBy) }
  const said = Object.fromEntries(Object.entries(stated).filter(([, each]) => each !== undefined))
  return {
    address: at,
    fields: { app, name, project, owner, ...said },
    apiKey: apiKey?.env ?? null,
    statements: [{ source, path: [] }],
  }
}
