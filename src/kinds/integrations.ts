import type { FieldsByKind } from '../model/resource.js'
import { directionOf, integrationOf, type KindDeclaration, whole } from './declaration.js'

/** The account's toggle and selection of projects (L2 to L5). */
export const accountIntegration: KindDeclaration<'account-integration'> = {
  kind: 'account-integration',
  collection: 'account-integrations',
  parents: ['account'],
  address: integrationOf,
  fields: { enabled: whole, projects: whole, newProjects: whole },
  defaults: { enabled: false, projects: [], newProjects: true },
  direction: (before, after) => directionOf(selected(before), selected(after)),
}

/** Enabled without any project opens account-wide use, so being on counts by itself. */
const selected = (fields: FieldsByKind['account-integration'] | null): Set<string> =>
  fields?.enabled
    ? new Set(['', ...fields.projects.map((name) => `/${name}`), ...(fields.newProjects ? ['+'] : [])])
    : new Set()

/** The project's toggle with its groups and group types (L6, L8). */
export const projectIntegration: KindDeclaration<'project-integration'> = {
  kind: 'project-integration',
  collection: 'project-integrations',
  parents: ['project'],
  address: integrationOf,
  fields: { enabled: whole, groups: whole, groupTypes: whole },
  defaults: { enabled: false, groups: [], groupTypes: [] },
  direction: (before, after) => directionOf(covered(before), covered(after)),
}

const covered = (fields: FieldsByKind['project-integration'] | null): Set<string> =>
  fields?.enabled
    ? new Set(['', ...fields.groups.map((name) => `g/${name}`), ...fields.groupTypes.map((type) => `t/${type}`)])
    : new Set()

/** A group's own setting, which beats groups and types (L9). */
export const groupIntegration: KindDeclaration<'group-integration'> = {
  kind: 'group-integration',
  collection: 'group-integrations',
  parents: ['group'],
  address: integrationOf,
  fields: { setting: whole },
  defaults: { setting: 'inherit' },
  direction: (before, after) => directionOf(openness(before), openness(after)),
}

const openness = (fields: FieldsByKind['group-integration'] | null): Set<string> =>
  new Set({ off: [], inherit: ['types'], on: ['types', 'own'] }[fields?.setting ?? 'inherit'])

/** A person for whom an app is off. */
export const userIntegration: KindDeclaration<'user-integration'> = {
  kind: 'user-integration',
  collection: 'user-integrations',
  parents: ['user'],
  address: integrationOf,
  fields: { blocked: whole },
  defaults: { blocked: false },
  direction: (before, after) => directionOf(unblocked(before), unblocked(after)),
}

const unblocked = (fields: FieldsByKind['user-integration'] | null): Set<string> =>
  new Set(fields?.blocked ? [] : ['open'])
