import type { Gate, Question } from '../access/gates.js'
import { child, type Resource, type ResourceKind } from '../model/resource.js'
import type { Collection } from '../model/snapshot.js'
import type { Side } from './access.js'
import type { Memberships } from './memberships.js'

/** One row of the platform. */
export interface RowReference {
  readonly collection: Collection
  readonly id: string
}

/** The rows that a gate reads, as far as they are stored: whoever wrote one of them last decides the gate. */
export function rowsOf(gate: Gate, { world }: Side, question: Question, groups: Memberships): RowReference[] {
  const { account, app, project, user } = question
  switch (gate) {
    case 'registry':
      return stored('apps', world.apps.get(app))
    case 'allowed':
    case 'menu':
      return stored('accounts', account)
    case 'account':
      return [
        ...stored('account-integrations', child(account, 'account-integration', app)),
        ...(project?.fields.state === 'archived' ? stored('projects', project) : []),
      ]
    case 'project':
      return project === null ? [] : stored('project-integrations', child(project, 'project-integration', app))
    case 'group':
      return [
        ...(project === null ? [] : stored('project-integrations', child(project, 'project-integration', app))),
        ...(user === null ? [] : groups(user, project?.key ?? null)).flatMap((group) => [
          ...stored('groups', group),
          ...stored('group-integrations', child(group, 'group-integration', app)),
        ]),
      ]
    case 'person': {
      const person = user === null ? undefined : child(account, 'user', user)
      return person === undefined ? [] : stored('user-integrations', child(person, 'user-integration', app))
    }
    default:
      return []
  }
}

/** What is not stored nobody has written. */
const stored = <K extends ResourceKind>(collection: Collection, of: Resource<K> | undefined): RowReference[] =>
  of === undefined || of.id === null ? [] : [{ collection, id: of.id }]
