import { address } from '../model/address.js'
import { byCreator, fromPlatform, type KindDeclaration } from './declaration.js'

/** One connection with a third party: only its creator edits it, an administrator may end it (C3). */
export const connection: KindDeclaration<'connection'> = {
  kind: 'connection',
  collection: 'connections',
  parents: ['account'],
  address: (_, id) => address('connection', id),
  fields: {
    app: fromPlatform,
    project: fromPlatform,
    name: byCreator,
    owner: fromPlatform,
    holder: fromPlatform,
    externalAccount: fromPlatform,
    createdBy: fromPlatform,
    usableBy: byCreator,
    status: fromPlatform,
    scopes: fromPlatform,
    createdAt: fromPlatform,
    lastUsedAt: fromPlatform,
    requestedAt: fromPlatform,
  },
  direction: () => 'neutral',
}
