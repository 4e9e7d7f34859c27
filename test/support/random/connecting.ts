import fc from 'fast-check'
import type { Doc } from '../naive-estate.js'
import type { LiveAccount, LiveConnection } from './live.js'
import { APPS, emailOf, GROUPS, maybe, oneOf, PEOPLE, PROJECTS, percent, present, some } from './words.js'

/** What documents say of named connections: of some that live, and of some that are meant to. */
export const named = fc.array(
  fc.record({
    which: fc.nat(3),
    absent: percent(30),
    byId: percent(20),
    isRenamed: percent(15),
    usableBy: maybe(
      fc.oneof(fc.constant('everyone' as const), fc.record({ users: some(PEOPLE), groups: some(GROUPS) })),
      1,
    ),
  }),
  { maxLength: 3, size: 'max' },
)

export const wishes = fc.array(
  fc.record({
    app: oneOf(...APPS),
    isLucky: percent(80),
    project: maybe(oneOf(...PROJECTS), 1),
    owner: maybe(oneOf(...PEOPLE), 6),
    isService: percent(40),
    hasKey: percent(85),
    externalAccount: maybe(oneOf('own' as const, 'service' as const), 1),
    usableBy: maybe(fc.record({ users: some(PEOPLE), groups: some(GROUPS) }), 1),
  }),
  { maxLength: 4, size: 'max' },
)

type Of<A> = A extends fc.Arbitrary<infer T> ? T : never
export interface RawConnecting {
  connections: Of<typeof named>
  wishes: Of<typeof wishes>
}

/** The key that documents name, and what it is. */
export const KEY = { name: 'KEY_ONE', value: 'canary-51b2-key' } as const

/** What there is to name below an account, by names as they will be. */
export interface Nameable {
  readonly account: string
  readonly projects: ReadonlyMap<string, string>
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, string>>
}

export function connectionDocs(
  names: Nameable,
  { connections, wishes }: RawConnecting,
  live: LiveAccount | undefined,
  apps: readonly string[],
  takesKey: (app: string) => boolean,
): Doc[] {
  const lives = (live?.connections ?? []).filter(({ name, status }) => name !== undefined && status !== 'ended')
  const chosen = new Map(connections.map((each) => [lives[each.which]?.id, each]))
  const ofLive = lives.flatMap((row) => {
    const said = chosen.get(row.id)
    return said === undefined || !apps.includes(row.app) ? [] : liveDoc(names, said, row, live)
  })
  return [...ofLive, ...wishes.flatMap((wish, at) => wishDoc(names, wish, at, live, apps, takesKey))]
}

function liveDoc(
  names: Nameable,
  { absent, byId, isRenamed, usableBy }: RawConnecting['connections'][number],
  { id, app, name, holder, owner, project: place }: LiveConnection,
  live: LiveAccount | undefined,
): Doc[] {
  const project = place && names.projects.get(place)
  if (place && !project) return []
  const now = isRenamed && !absent ? `${name}-new` : name
  const formerly = now === name || byId ? {} : { formerly: name }
  const base = { kind: 'Connection', account: names.account, app, name: now, ...formerly, ...(byId ? { id } : {}) }
  if (absent) return [{ ...base, ensure: 'absent' }]
  return [{ ...base, holder, ...present({ project, owner, usableBy: usableBy && usedBy(names, usableBy, live) }) }]
}

function wishDoc(
  names: Nameable,
  {
    app: chosen,
    isLucky,
    project: place,
    owner: person,
    isService,
    hasKey,
    externalAccount,
    usableBy,
  }: RawConnecting['wishes'][number],
  at: number,
  live: LiveAccount | undefined,
  apps: readonly string[],
  takesKey: (app: string) => boolean,
): Doc[] {
  const app = (isLucky ? openFor(chosen, person, live) : undefined) ?? chosen
  const project = place && names.projects.get(place)
  const owner = person && peopleOf(live).includes(person) ? emailOf(person, live?.name ?? '') : undefined
  if (!apps.includes(app) || (place && !project)) return []
  const account = live?.name ?? names.account
  const outside = { own: owner, service: emailOf('svc', account) }[externalAccount ?? 'own']
  return [
    {
      ...{ kind: 'Connection', account: names.account, app, name: `wish-${at}` },
      holder: owner === undefined ? 'installation' : isService ? 'service' : 'person',
      ...present({
        ...{ project, owner, externalAccount: externalAccount && outside },
        apiKey: hasKey && takesKey(app) ? { env: KEY.name } : undefined,
        usableBy: usableBy && usedBy(names, usableBy, live),
      }),
    },
  ]
}

/** The app, or the first after it, that somebody may use as it lives: most wishes are for what is open. */
function openFor(app: string, person: string | undefined, live: LiveAccount | undefined): string | undefined {
  const from = APPS.indexOf(app as (typeof APPS)[number])
  const email = emailOf(person ?? '', live?.name ?? '')
  return [...APPS.slice(from), ...APPS.slice(0, from)].find((each) =>
    live?.projects.some(({ name, integrations, groups }) => {
      const { enabled = false, groups: listed = [] } = integrations[each] ?? {}
      const isSelected = live.integrations[each]?.projects.includes(name)
      const isMember = groups.some((group) => listed.includes(group.name) && group.members.includes(email))
      return enabled && isSelected && (person === undefined || isMember)
    }),
  )
}

const peopleOf = (live: LiveAccount | undefined): string[] =>
  (live?.users ?? []).map(({ email }) => email.split('@')[0] ?? '')

/** People who are there, and declared groups by their paths. */
function usedBy(
  { groups, projects }: Nameable,
  use: 'everyone' | { users: readonly string[]; groups: readonly string[] },
  live: LiveAccount | undefined,
) {
  if (use === 'everyone') return use
  const paths = [...groups].flatMap(([project, inside]) =>
    use.groups.flatMap((name) => {
      const now = inside.get(name)
      return now === undefined ? [] : [{ project, now }]
    }),
  )
  return {
    users: use.users.filter((each) => peopleOf(live).includes(each)).map((each) => emailOf(each, live?.name ?? '')),
    groups: paths.map(({ project, now }) => (project === '' ? now : `${projects.get(project)}/${now}`)),
  }
}
