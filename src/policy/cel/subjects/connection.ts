import { type DesiredAccount, wanted } from '../../../model/desired.js'
import type { ConnectionState } from '../../../model/generated/policy-input.js'
import { child, children, type FieldsByKind, type Resource } from '../../../model/resource.js'
import { daysSince, filesOf } from './common.js'

/** A connection that a plan makes or asks for: its address and what it will be. */
export interface CreatedConnection {
  readonly address: string
  readonly after: Readonly<Record<string, unknown>> | null
  readonly files: readonly string[]
}

/** What rules about connections are made from, beside the account's tree. */
export interface AboutConnections {
  readonly day: string
  /** Names of the workflows that use a connection, by its id. */
  readonly workflows: ReadonlyMap<string, readonly string[]>
  readonly created: readonly CreatedConnection[]
}

/** The connections of an account: those that stay, and those that the plan makes or asks for. */
export function* connectionInputs(
  account: Resource<'account'>,
  desired: DesiredAccount,
  before: Resource<'account'> | null,
  about: AboutConnections,
): Generator<ConnectionState> {
  const said = wanted(desired.wanted, 'connection')
  for (const { key, address, fields } of children(account, 'connection').values()) {
    const was = before === null ? undefined : child(before, 'connection', key)
    const stated = said.get(key)
    const alike = { address, id: key, workflows: [...(about.workflows.get(key) ?? [])] }
    yield {
      ...stateOf(fields, account, about.day),
      ...alike,
      declared: stated !== undefined,
      files: filesOf(stated),
      before: was === undefined || before === null ? null : { ...stateOf(was.fields, before, about.day), ...alike },
    }
  }
  for (const { address, after, files } of about.created)
    yield { ...stateOf({ ...NEW, ...after }, account, about.day), address, declared: true, files: [...files] }
}

type Fields = Omit<FieldsByKind['connection'], 'createdAt' | 'requestedAt'> & { readonly createdAt: string | null }

const NEW: Fields = {
  ...{ app: '', project: null, name: null, owner: null, holder: 'person', externalAccount: null, createdBy: null },
  ...{ usableBy: 'everyone', status: 'requested', scopes: [], createdAt: null, lastUsedAt: null },
}

function stateOf(fields: Fields, account: Resource<'account'>, day: string): ConnectionState {
  const { app, project, name, owner, holder, externalAccount, status, scopes, usableBy } = fields
  const { createdAt, createdBy, lastUsedAt } = fields
  const user = owner === null ? undefined : child(account, 'user', owner)
  const open = usableBy === 'everyone'
  return {
    ...{ address: '', id: null, account: account.key, app, project, name, owner, holder, externalAccount, status },
    ownerRole: user?.fields.role ?? null,
    externalDomain: domainOf(externalAccount),
    externalPerson: externalAccount !== null && child(account, 'user', externalAccount) !== undefined,
    usableBy: { everyone: open, users: open ? [] : [...usableBy.users], groups: open ? [] : [...usableBy.groups] },
    scopes: [...scopes],
    workflows: [],
    ...{ createdAt, createdBy, lastUsedAt },
    ageDays: createdAt === null ? 0 : daysSince(createdAt, day),
    idleDays: idleSince(lastUsedAt ?? createdAt, day),
    ...{ declared: false, files: [], before: null },
  }
}

const idleSince = (moment: string | null, day: string): number => (moment === null ? 0 : daysSince(moment, day))

/** What is no e-mail address has no domain. */
const domainOf = (account: string | null): string | null =>
  account?.includes('@') ? account.slice(account.lastIndexOf('@') + 1).toLowerCase() : null
