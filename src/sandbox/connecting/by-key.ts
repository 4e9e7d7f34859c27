import { newId } from '../platform.js'
import { invalidAt } from '../problems.js'
import { isOperator } from '../roles.js'
import type { ConnectionRow, UsableBy } from '../rows.js'
import { keyMark, settledUse } from '../rules/connections.js'
import type { Write } from '../write.js'
import { demandConnectable, demandOwnerRight, meantUser, type Wish } from './wish.js'

/** Connecting by an API key, also for others and for nobody. */
export interface KeyWish extends Wish {
  apiKey?: string
  owner?: string | null
  holder?: ConnectionRow['holder']
  externalAccount?: string | null
  usableBy?: UsableBy
}

/** Refuses what may not be connected (T5, T6); returns who would own it. */
export function demandByKey(write: Write, wish: KeyWish): string | null {
  const owner = wish.asUser === undefined ? ownerOf(write, wish) : meantUser(write, wish)
  if (wish.asUser === undefined) demandOwnerRight(write, wish, owner)
  demandConnectable(write, wish, owner, 'api-key')
  return owner
}

/** Whoever asks, unless they say; operators and installations belong to nobody. */
function ownerOf({ actor }: Write, { owner, holder }: KeyWish): string | null {
  if (holder === 'installation' && owner) throw invalidAt('/owner', 'an installation has none')
  if (owner !== undefined) return owner
  return holder === 'installation' || isOperator(actor) ? null : actor.id
}

export function connectByKey(write: Write, wish: KeyWish): ConnectionRow {
  const owner = demandByKey(write, wish)
  const { account, app, project = null, name = null, externalAccount = null, usableBy = 'everyone' } = wish
  const holder = wish.holder ?? (owner === null ? 'installation' : 'person')
  const times = { createdAt: write.at, lastUsedAt: null, requestedAt: null }
  const id = newId(write.platform, 'connections')
  const row = write.create('connections', {
    ...{ id, account, app, project, name, owner, holder, externalAccount },
    ...{ status: 'active', createdBy: write.actor.id, usableBy: settledUse(write, account, usableBy), scopes: [] },
    ...times,
  })
  if (wish.apiKey !== undefined) write.store.setMark('connections', id, keyMark(id, wish.apiKey))
  return row
}
