import { atCreation, below, byKey, type KindDeclaration, whole } from './declaration.js'

/** A project. Archiving closes everything in it; bringing it back opens nothing by itself. */
export const project: KindDeclaration<'project'> = {
  kind: 'project',
  collection: 'projects',
  parents: ['account'],
  address: below('project'),
  fields: { name: whole, labels: byKey, state: whole, template: atCreation },
  direction: (before, after) => (before?.state === 'active' && after?.state !== 'active' ? 'closes' : 'neutral'),
}
