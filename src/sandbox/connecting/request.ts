import { sendMail } from '../mail/outbox.js'
import { newId } from '../platform.js'
import { Problem } from '../problems.js'
import { demand } from '../roles.js'
import type { ConnectionRow, UsableBy } from '../rows.js'
import { settledUse } from '../rules/connections.js'
import type { Write } from '../write.js'
import { consentLetter, reauthLetter } from './letters.js'
import { demandConnectable, demandOwnerRight, type Place } from './wish.js'

/** What somebody is asked to connect. */
export interface Request extends Place {
  owner: string
  holder?: 'person' | 'service'
  /** The only external account that will do; null for any. */
  externalAccount?: string | null
  usableBy?: UsableBy
  scopes?: string[]
}

/** Asks a person for consent, once, by mail (U2, U3). Until they give it there is a place, and nothing to use. */
export function requestConsent(write: Write, request: Request): ConnectionRow {
  const { account, app, project = null, name = null, owner, externalAccount = null, scopes = [] } = request
  demand(write.actor, 'create', 'connections', request)
  demandOwnerRight(write, request, owner)
  demandConnectable(write, request, owner, 'oauth2')
  const usableBy = settledUse(write, account, request.usableBy ?? 'everyone')
  const holder = request.holder ?? 'person'
  const times = { createdAt: write.at, lastUsedAt: null, requestedAt: write.at }
  const row = write.create('connections', {
    ...{ id: newId(write.platform, 'connections'), account, app, project, name, owner, holder, externalAccount },
    ...{ status: 'requested', createdBy: write.actor.id, usableBy, scopes, ...times },
  })
  sendMail(write.platform, consentLetter(write, row, owner))
  return row
}

/** U6: asks the owner to authenticate again. Asked already, nothing happens. */
export function askAgain(write: Write, row: ConnectionRow): ConnectionRow {
  demand(write.actor, 'remove', 'connections', row)
  if (row.status === 'requested' || row.status === 'ended')
    throw new Problem('conflict', `The connection is ${row.status}; there is nothing to authenticate again.`)
  if (row.status === 'needs-reauth' && row.requestedAt !== null) return row
  const after = write.update('connections', row, { ...row, status: 'needs-reauth', requestedAt: write.at })
  if (row.owner !== null) sendMail(write.platform, reauthLetter(write, after, row.owner))
  return after
}
