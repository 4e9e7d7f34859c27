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
  const side = { account, day: about.day }
  for (const { key, address, fields } of children(account, 'connection').values()) {
    const was = before === null ? undefined : child(before, 'connection', key)
    const stated = said.get(key)
    const own = { address, id: key, workflows: about.workflows.get(key) ?? NONE, declared: stated !== undefined }
    const then = was === undefined || before === null ? null : { account: before, day: about.day }
    const lived = was === undefined || then === null ? null : stateOf(was.fields, then, { ...own, files: [] }, null)
    yield stateOf(fields, side, { ...own, files: stated === undefined ? [] : filesOf(stated) }, lived)
  }
  for (const { address, after, files } of about.created)
    yield stateOf({ ...NEW, ...after }, side, { address, id: null, workflows: NONE, declared: true, files }, null)
}

const NONE: readonly string[] = []

type Fields = Omit<FieldsByKind['connection'], 'createdAt' | 'requestedAt'> & { readonly createdAt: string | null }

const NEW: Fields = {
  ...{ app: '', project: null, name: null, owner: null, holder: 'person', externalAccount: null, createdBy: null },
  ...{ usableBy: 'everyone', status: 'requested', scopes: [], createdAt: null, lastUsedAt: null },
}

interface Own {
  readonly address: string
  readonly id: string | null
  readonly workflows: readonly string[]
  readonly declared: boolean
  readonly files: readonly string[]
}

/** Field by field: there are as many of these as there are connections. */
function stateOf(
  fields: Fields,
  { account, day }: { readonly account: Resource<'account'>; readonly day: string },
  { address, id, workflows, declared, files }: Own,
  before: ConnectionState | null,
): ConnectionState {
  const { owner, externalAccount, usableBy, createdAt, lastUsedAt } = fields
  const isOpen = usableBy === 'everyone'
  return {
    address,
    id,
    account: account.key,
    app: fields.app,
    project: fields.project,
    name: fields.name,
    owner,
    ownerRole: owner === null ? null : (child(account, 'user', owner)?.fields.role ?? null),
    holder: fields.holder,
    externalAccount,
    externalDomain: domainOf(externalAccount),
    externalPerson: externalAccount !== null && child(account, 'user', externalAccount) !== undefined,
    usableBy: {
      everyone: isOpen,
      users: isOpen ? [] : [...usableBy.users],
      groups: isOpen ? [] : [...usableBy.groups],
    },
    status: fields.status,
    scopes: [...fields.scopes],
    workflows: [...workflows],
    createdAt,
    createdBy: fields.createdBy,
    lastUsedAt,
    ageDays: createdAt === null ? 0 : daysSince(createdAt, day),
    idleDays: idleSince(lastUsedAt ?? createdAt, day),
    declared,
    files: [...files],
    before,
  }
}

const idleSince = (moment: string | null, day: string): number => (moment === null ? 0 : daysSince(moment, day))

/** What is no e-mail address has no domain. */
const domainOf = (account: string | null): string | null =>
  account?.includes('@') ? account.slice(account.lastIndexOf('@') + 1).toLowerCase() : null
