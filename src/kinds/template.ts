import { below, type KindDeclaration, whole } from './declaration.js'

/** Presets for new projects (L7); on the platform it acts when a project is created and never later. */
export const template: KindDeclaration<'template'> = {
  kind: 'template',
  collection: 'project-templates',
  parents: ['account'],
  address: below('template'),
  fields: { name: whole, integrations: whole },
  direction: () => 'neutral',
}
