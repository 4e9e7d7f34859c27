import fc from 'fast-check'
import { holds, waivers } from './accepting.js'
import { named, wishes } from './connecting.js'
import { projectSets } from './sets.js'
import {
  ACCOUNTS,
  APPS,
  CATEGORIES,
  dated,
  forEach,
  GROUPS,
  maybe,
  oneOf,
  PEOPLE,
  PROJECTS,
  percent,
  present,
  some,
  TYPES,
} from './words.js'

// What authors may write, before anything is looked up: names may lead nowhere yet. `coherent.ts` puts that right.

const STARRED = [...APPS, '*'] as const
const bothKinds = <T extends object>(entry: fc.Arbitrary<T>) =>
  fc.tuple(entry, dated).map(([said, dates]) => ({ ...present(said), ...dates }))
const entries = <T extends object>(entry: fc.Arbitrary<T>) => maybe(forEach(STARRED, () => bothKinds(entry)))

export const rename = oneOf('none', 'none', 'none', 'formerly', 'id' as const)

const permissions = oneOf(
  { deny: ['admin'] },
  { allow: ['read', 'write'] },
  { allow: ['read', 'admin'], deny: ['admin'] },
)

const app = fc.record({
  state: maybe(oneOf('active' as const, 'active' as const, 'inactive' as const)),
  category: maybe(oneOf(...CATEGORIES), 1),
  settings: maybe(oneOf({ clientId: 'abc' }, { clientId: 'other', region: 'eu' }), 1),
  displayName: maybe(oneOf('One', 'Two'), 1),
  permissions: maybe(permissions, 1),
  hasSecret: percent(15),
  upgrade: percent(30),
})

const appEntries = fc
  .array(fc.tuple(oneOf(...APPS), dated), { maxLength: 4 })
  .map((list) =>
    [...new Map(list).entries()].map(([app, dates]) => (Object.keys(dates).length > 0 ? { app, ...dates } : app)),
  )
const allowed = fc
  .record({
    packages: maybe(some(['basic', 'pro'])),
    apps: maybe(fc.oneof(appEntries, fc.constant([...APPS])), 4),
    categories: maybe(some(CATEGORIES), 1),
    allApps: maybe(fc.constant(true), 1),
    except: maybe(appEntries, 1),
  })
  .map(present)

const packages = fc.record({
  basic: fc.record({ apps: appEntries }),
  pro: fc
    .record({
      includes: maybe(fc.constant(['basic'])),
      apps: maybe(appEntries),
      categories: maybe(some(CATEGORIES), 1),
      allApps: maybe(fc.constant(true), 1),
    })
    .map(present),
})

const accountEntry = fc.record({
  enabled: percent(75),
  projects: maybe(fc.oneof(fc.constant('all' as const), fc.constant('declared' as const), some(PROJECTS)), 4),
  newProjects: maybe(fc.boolean(), 1),
})

/** Each rule rarely, so that seldom several end the same connection. */
const rare = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
const rules = fc
  .record({
    unpermitted: rare(oneOf('revoke' as const, 'report' as const, 'keep' as const)),
    undeclared: rare(oneOf('keep' as const, 'report' as const, 'revoke' as const)),
    permissions: rare(oneOf('report' as const, 'revoke' as const)),
    externalDomains: rare(oneOf(['acme.example', 'beta.example', 'cust.example'], ['acme.example'])),
    maxPerUserAndApp: rare(oneOf(1, 0)),
    idleDays: rare(oneOf(400, 30)),
    requireServiceAccount: rare(some(APPS)),
    inUse: rare(oneOf('protect' as const, 'revoke' as const)),
  })
  .map(present)

const spoken = {
  showIntegrations: maybe(percent(85), 1),
  allowedApps: maybe(allowed, 3),
  integrations: entries(accountEntry),
  connections: maybe(rules, 5),
  mode: fc.oneof(
    { weight: 12, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: oneOf('observe' as const, 'enforce' as const) },
  ),
}

const set = fc.record({
  ...spoken,
  match: oneOf(
    'all' as const,
    { labels: { tier: 'basic' } },
    { labels: { tier: ['basic', 'pro'] } },
    { names: ['a*', 'beta'] },
    { names: ['*'], not: { labels: { tier: 'pro' } } },
  ),
})

const account = fc.record({
  ...spoken,
  rename,
  labels: maybe(oneOf({ tier: 'basic' }, { tier: 'pro' }, { region: 'eu' }), 1),
  inherit: fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.boolean() }),
})

const group = fc.record({
  rename,
  absent: percent(12),
  type: maybe(oneOf(...TYPES), 1),
  members: maybe(fc.tuple(some(PEOPLE), percent(10)).map(([known, isNew]) => [...known, ...(isNew ? ['new'] : [])])),
  integrations: maybe(
    forEach(APPS, () =>
      fc
        .tuple(oneOf(true, false, 'inherit' as const), dated)
        .map(([enabled, dates]) => (Object.keys(dates).length > 0 ? { enabled, ...dates } : enabled)),
    ),
  ),
})

const projectEntry = fc.record({
  enabled: percent(75),
  groups: maybe(some(GROUPS)),
  groupTypes: maybe(some(TYPES)),
})
const project = fc.record({
  rename,
  absent: percent(12),
  state: maybe(oneOf('active' as const, 'active' as const, 'archived' as const), 1),
  labels: maybe(oneOf({ stage: 'live' }, { area: 'eu' }), 1),
  usesTemplate: fc.boolean(),
  integrations: entries(projectEntry),
  groups: forEach(GROUPS, () => group),
})

const template = fc.record({
  absent: percent(15),
  integrations: maybe(
    forEach(STARRED, () => bothKinds(fc.record({ enabled: maybe(percent(75)), groupTypes: maybe(some(TYPES)) }))),
  ),
})

const user = fc.record({
  absent: percent(8),
  role: maybe(oneOf('member' as const, 'manager' as const, 'project-admin' as const), 1),
  projects: some(PROJECTS),
  department: maybe(oneOf('HR', 'IT'), 1),
  manager: maybe(oneOf('olga', 'ana'), 1),
  integrations: maybe(
    forEach(APPS, () =>
      bothKinds(
        fc.record({
          enabled: maybe(percent(50)),
          externalAccount: maybe(oneOf('own' as const, 'own' as const, 'service' as const)),
        }),
      ),
    ),
  ),
})

const below = fc.record({
  projects: forEach(PROJECTS, () => project),
  groups: forEach(GROUPS, () => group),
  template: maybe(template),
  users: forEach([...PEOPLE, 'new'], () => user),
  connections: named,
  wishes,
})

export const documents = fc.record({
  waivers,
  holds,
  projectSets,
  apps: fc.tuple(...APPS.map(() => fc.tuple(percent(85), app))),
  packages,
  sets: fc.array(set, { maxLength: 2 }),
  accounts: forEach(ACCOUNTS, () => fc.record({ own: maybe(account, 8), below }), 4),
  mode: fc.oneof(
    { weight: 15, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant('observe' as const) },
  ),
  protect: fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.record({
        users: some(['ana@acme.example', 'bo@beta.example']),
        connections: some(['con_acme_0', 'conn-1']),
        accounts: some(['cust']),
        apps: some(['trello']),
      }),
    },
  ),
})

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never
export type Raw = Of<typeof documents>
export type RawBelow = Of<typeof below>
export type RawProject = Of<typeof project>
export type RawGroup = Of<typeof group>
export type RawUser = Of<typeof user>
export type RawAllowed = Of<typeof allowed>
export type RawRules = Of<typeof rules>
