import { below, both, byKey, directionOf, type KindDeclaration, whole } from './declaration.js'

/** A participant group: who is in it, and of which type it is (L6, L9). */
export const group: KindDeclaration<'group'> = {
  kind: 'group',
  collection: 'groups',
  parents: ['account', 'project'],
  address: below('group'),
  fields: { name: whole, labels: byKey, type: whole, members: whole },
  direction: (before, after) =>
    both(
      directionOf(new Set(before?.members), new Set(after?.members)),
      before === null || after === null ? 'neutral' : directionOf(typed(before.type), typed(after.type)),
    ),
}

const typed = (type: string | null): Set<string> => new Set(type === null ? [] : [type])
