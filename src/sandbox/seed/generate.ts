import type { Store } from '../store/store.js'
import type { Size } from './format.js'
import { SeedError } from './names.js'
import { Openings, type Permitted } from './openings.js'
import { appName, idOf, type Person, type Population, populate } from './population.js'
import { Dice } from './random.js'
import { type Spread, spread } from './spread.js'

const START = Date.UTC(2026, 0, 1)
const MINUTE = 60_000

/**
 * Makes a platform up, the same one from the same numbers. Every connection is permitted, unless nobody may use anything.
 * @throws SeedError for sizes that contradict each other.
 */
export function generate(store: Store, size: Size): void {
  const settings = demandPossible(size)
  const dice = new Dice(size.seed)
  const population = populate(store, dice, size)
  const openings = new Openings(store, dice, size, population, settings)
  openings.make()
  dice.shuffle(openings.permitted)
  connect(store, size, population, openings.permitted)
}

function demandPossible(size: Size): Spread {
  const { accounts, projects, groups, users, apps, connections } = size
  const impossible = (detail: string) => new SeedError([{ pointer: '/generate', detail }])
  if (accounts === 0 && projects + users > 0) throw impossible('projects and users need an account')
  if (projects === 0 && groups > 0) throw impossible('groups need a project')
  if (connections > 0 && (users === 0 || apps === 0)) throw impossible('connections need a user and an app')
  const settings = spread(size)
  if (!settings) throw impossible('there are fewer places for settings than settings')
  return settings
}

/** The first of a person and app is their personal one; the others carry names. */
function connect(store: Store, { connections, apps }: Size, { people }: Population, permitted: Permitted[]): void {
  const personal = new Set<string>()
  const anybody = (index: number): Permitted => ({
    person: people[index % people.length] as Person,
    app: index % apps,
    project: null,
  })
  for (let index = 0; index < connections; index += 1) {
    const { person, app, project } = permitted[index % permitted.length] ?? anybody(index)
    const key = `${person.id}.${app}`
    const name = personal.has(key) ? `connection-${index + 1}` : null
    personal.add(key)
    const place = {
      account: idOf.account(person.account),
      app: appName(app),
      project: project === null ? null : idOf.project(project),
      name,
    }
    const whose = { owner: person.id, holder: 'person', externalAccount: person.email, status: 'active' } as const
    const use = { createdBy: person.id, usableBy: 'everyone' } as const
    const createdAt = new Date(START + index * MINUTE).toISOString()
    store.put('connections', {
      id: idOf.connection(index),
      ...place,
      ...whose,
      ...use,
      scopes: ['read', 'write'],
      createdAt,
      lastUsedAt: null,
      requestedAt: null,
    })
  }
}
