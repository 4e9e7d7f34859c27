import { connectByKey as connect, type KeyWish } from '../connecting/by-key.js'
import { authorize, start } from '../connecting/flow.js'
import { askAgain as ask, type Request, requestConsent as request } from '../connecting/request.js'
import type { Place } from '../connecting/wish.js'
import { demandBody, existing, revokeConnection } from '../operations.js'
import type { ConnectionRow } from '../rows.js'
import type { Notice } from './session.js'
import { seen, type Visit, writing } from './visit.js'

/** Where people come back to from the third party. */
const BACK = { back: '/portal/integrations' }

/** Begins a flow (U3) and says where at the third party it goes on. */
export const startConnection = (visit: Visit, wanted: Place): string =>
  writing(visit, (write) => {
    demandBody('ConnectionStart', wanted)
    return start(write, wanted, BACK).authorizationUrl
  })

/** Begins the flow for a connection that waits for its owner's consent. */
export const authorizeConnection = (visit: Visit, id: string): string =>
  writing(visit, (write) => authorize(write, existing(write, 'connections', id), BACK).authorizationUrl)

export const connectByKey = (visit: Visit, wish: KeyWish): ConnectionRow =>
  writing(visit, (write) => {
    demandBody('ConnectionByApiKey', wish)
    return connect(write, wish)
  })

/** Asks somebody for consent, by mail. */
export const requestConsent = (visit: Visit, wanted: Request): ConnectionRow =>
  writing(visit, (write) => {
    demandBody('ConnectionRequest', wanted)
    return request(write, wanted)
  })

/** U6: asks the owner to authenticate again, by mail. */
export const askAgain = (visit: Visit, row: ConnectionRow): ConnectionRow => writing(visit, (write) => ask(write, row))

/** Ends a connection here and at the third party, and tells how both went. */
export async function revokeAndTell(visit: Visit, row: ConnectionRow): Promise<Notice> {
  const { legs } = writing(visit, (write) => revokeConnection(write, row.id, seen(visit)))
  const name = row.name ?? row.app
  if (legs?.thirdParty === 'none') return { tone: 'done', text: `${name} is disconnected.` }
  const taken = (await visit.platform.revocations.settle([row.id])).get(row.id)
  if (taken) return { tone: 'done', text: `${name} is disconnected, here and at the third party.` }
  return {
    tone: 'trouble',
    text: `${name} is disconnected here, but the third party did not answer. It is asked again.`,
  }
}
