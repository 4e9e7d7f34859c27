import { waiverFor } from '../../access/waivers.js'
import type { Breach, Case } from './rule.js'

/** A breach that a Waiver covers is told and nothing is done about it (E13). */
export function heeded({ context, connection }: Case, breach: Breach): Breach {
  const { settings, draft } = context
  const { app, project, owner: user, name } = connection.fields
  const found = {
    ...{ code: breach.code, account: draft.account.key, app, project, user },
    connection: [connection.key, name],
  }
  const waiver = waiverFor(settings.waivers, found, settings.day)
  return waiver === null ? breach : { ...breach, act: 'count', waiver }
}
