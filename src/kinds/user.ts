import { below, fromPlatform, type KindDeclaration, whole } from './declaration.js'

/** A teammate. Roles say who may administer, not who may use. */
export const user: KindDeclaration<'user'> = {
  kind: 'user',
  collection: 'users',
  parents: ['account'],
  address: below('user'),
  fields: {
    role: whole,
    projects: whole,
    department: whole,
    designation: whole,
    manager: whole,
    status: fromPlatform,
  },
  direction: () => 'neutral',
}

/** A teammate who was asked and has not come yet (U5); addressed as the user they will be. */
export const invitation: KindDeclaration<'invitation'> = { ...user, kind: 'invitation', collection: 'invitations' }
