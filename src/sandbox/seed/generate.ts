import type { Platform } from '../platform.js'
import { type Collection, type ConnectionRow, type Draft, type Rows, settingId } from '../rows.js'
import { SELECTED } from '../rules/account-level.js'
import type { Size } from './format.js'
import { SeedError } from './names.js'
import { type Spread, spread } from './spread.js'

interface Person {
  id: string
  email: string
  account: number
}

interface Group {
  id: string
  project: number
  type: string
  members: Person[]
}

/** Somebody who may use an app in a project. */
interface Permitted {
  person: Person
  app: number
  project: number
}

const TYPES = ['internal', 'partner', 'client']
const TIERS = ['basic', 'pro', 'enterprise']
const CATALOGUE = [
  ...['slack', 'gmail', 'outlook', 'zoom', 'hubspot', 'salesforce', 'pipedrive', 'asana', 'trello', 'notion'],
  ...[
    'zapier',
    'make',
    'webhooks',
    'google-calendar',
    'google-sheets',
    'airtable',
    'clickup',
    'close',
    'copper',
    'n8n',
  ],
]
const START = Date.UTC(2026, 0, 1)

const pad = (index: number): string => String(index + 1).padStart(6, '0')
const appName = (index: number): string => CATALOGUE[index] ?? `app-${pad(index)}`

/**
 * Makes a platform up, the same one from the same numbers. Nothing is open below a closed level, and every connection
 * is permitted as long as anybody may use anything. Entry number j belongs to parent j modulo their number, so that all
 * parents get their share; ids count up, so that they sort as they were made.
 */
export class Generator {
  readonly #spread: Spread
  readonly #people: Person[] = []
  readonly #groups: Group[][] = []
  /** Account level rows that are on, by `account.app`. */
  readonly #open = new Set<string>()
  readonly #blocked = new Set<string>()
  readonly #permitted: Permitted[] = []
  #state: number

  constructor(
    readonly platform: Platform,
    readonly size: Size,
  ) {
    this.#state = size.seed >>> 0
    this.#spread = this.#demandPossible()
  }

  generate(): void {
    this.#apps()
    this.#accounts()
    this.#users()
    this.#projects()
    this.#accountLevel()
    this.#userLevel()
    this.#projectLevel()
    this.#shuffle(this.#permitted)
    this.#connections()
  }

  #demandPossible(): Spread {
    const { accounts, projects, groups, users, apps, connections } = this.size
    const impossible = (detail: string) => new SeedError([{ pointer: '/generate', detail }])
    if (accounts === 0 && projects + users > 0) throw impossible('projects and users need an account')
    if (projects === 0 && groups > 0) throw impossible('groups need a project')
    if (connections > 0 && (users === 0 || apps === 0)) throw impossible('connections need a user and an app')
    const found = spread(this.size)
    if (!found) throw impossible('there are fewer places for settings than settings')
    return found
  }

  #put<C extends Collection>(collection: C, row: Draft<Rows[C]>, mark?: string): void {
    this.platform.store.put(collection, row, mark)
  }

  /** Mulberry32: small, quick, and the same everywhere. */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  #shuffle(items: unknown[]): void {
    for (let last = items.length - 1; last > 0; last -= 1) {
      const other = Math.floor(this.#random() * (last + 1))
      const moved = items[last]
      items[last] = items[other]
      items[other] = moved
    }
  }

  #apps(): void {
    for (let index = 0; index < this.size.apps; index += 1) {
      const name = appName(index)
      const texts = { displayName: name, description: '', provider: name, category: 'other', uses: [] }
      const standing = { status: 'active', configured: true, version: '1.0.0', availableVersion: null } as const
      const settings = { clientId: `client-${name}` }
      this.#put('apps', { id: `app_${pad(index)}`, name, ...texts, auth: 'oauth2', ...standing, settings })
    }
  }

  #accounts(): void {
    for (let index = 0; index < this.size.accounts; index += 1) {
      const tier = TIERS[index % TIERS.length] ?? ''
      const labels = { region: index % 2 === 0 ? 'eu' : 'us', tier }
      const all = Array.from({ length: this.size.apps }, (_, app) => appName(app)).sort()
      const allowedApps = tier === 'enterprise' ? ('all' as const) : all
      this.#put('accounts', {
        id: `acc_${pad(index)}`,
        name: `account-${pad(index)}`,
        labels,
        showIntegrations: true,
        allowedApps,
      })
    }
  }

  #users(): void {
    const { accounts, users } = this.size
    for (let index = 0; index < users; index += 1) {
      const account = index % accounts
      const person = { id: `usr_${pad(index)}`, email: `user-${pad(index)}@account-${pad(account)}.example`, account }
      this.#people.push(person)
      const role = index < accounts ? 'owner' : 'member'
      const place = { account: `acc_${pad(account)}`, projects: [], department: 'Delivery', designation: 'Consultant' }
      this.#put('users', { id: person.id, email: person.email, role, ...place, manager: null })
    }
  }

  #projects(): void {
    const { accounts, projects, groups } = this.size
    const teams = new Map<number, Person[]>()
    for (const person of this.#people) teams.set(person.account, [...(teams.get(person.account) ?? []), person])
    for (let index = 0; index < projects; index += 1) {
      this.#groups.push([])
      const account = `acc_${pad(index % accounts)}`
      const standing = { labels: {}, state: 'active', template: null } as const
      this.#put('projects', { id: `prj_${pad(index)}`, account, name: `project-${pad(index)}`, ...standing })
    }
    for (let index = 0; index < groups; index += 1) this.#group(index, index % projects, teams)
  }

  #group(index: number, project: number, teams: Map<number, Person[]>): void {
    const account = project % this.size.accounts
    const type = TYPES[Math.floor(this.#random() * TYPES.length)] ?? ''
    const members = (teams.get(account) ?? []).filter(() => this.#random() < 0.5)
    const id = `grp_${pad(index)}`
    this.#groups[project]?.push({ id, project, type, members })
    const place = { account: `acc_${pad(account)}`, project: `prj_${pad(project)}` }
    this.#put('groups', {
      id,
      ...place,
      name: `group-${pad(index)}`,
      labels: {},
      type,
      members: members.map((m) => m.id),
    })
  }

  #accountLevel(): void {
    const { accounts, projects } = this.size
    for (let index = 0; index < this.#spread.accounts; index += 1) {
      const at = index % accounts
      const app = Math.floor(index / accounts)
      const enabled = app === 0 || this.#random() < 0.9
      if (enabled) this.#open.add(`${at}.${app}`)
      const own = Math.max(0, Math.ceil((projects - at) / accounts))
      const selected = Array.from({ length: own }, (_, nth) => `prj_${pad(at + nth * accounts)}`)
      const account = `acc_${pad(at)}`
      const id = settingId(account, appName(app))
      const row = { id, account, app: appName(app), enabled, projects: selected, newProjects: true, problem: null }
      this.#put('account-integrations', row, SELECTED)
    }
  }

  #userLevel(): void {
    for (let index = 0; index < this.#spread.users; index += 1) {
      const person = this.#people[index % this.size.users] as Person
      const app = appName(Math.floor(index / this.size.users))
      const blocked = this.#random() < 0.1
      if (blocked) this.#blocked.add(`${person.id}.${app}`)
      const account = `acc_${pad(person.account)}`
      this.#put('user-integrations', { id: settingId(person.id, app), account, user: person.id, app, blocked })
    }
  }

  /** Projects with their groups below them: what a group says depends on whether its project is open. */
  #projectLevel(): void {
    const { projects, accounts, groups } = this.size
    const speaking = new Set(
      Array.from({ length: this.#spread.groups }, (_, j) => `${j % groups}.${Math.floor(j / groups)}`),
    )
    for (let index = 0; index < this.#spread.projects; index += 1) {
      const project = index % projects
      const app = Math.floor(index / projects)
      const open = this.#open.has(`${project % accounts}.${app}`)
      const enabled = open && this.#random() < 0.9
      this.#projectSetting(project, app, enabled, speaking)
    }
    for (const left of speaking) {
      const [group, app] = left.split('.').map(Number) as [number, number]
      this.#groupSetting(this.#groupAt(group), app, this.#random() < 0.5 ? 'off' : 'inherit')
    }
  }

  /** The nth group made: it belongs to project n modulo their number. */
  #groupAt(index: number): Group {
    const { projects } = this.size
    return this.#groups[index % projects]?.[Math.floor(index / projects)] as Group
  }

  #projectSetting(project: number, app: number, enabled: boolean, speaking: Set<string>): void {
    const id = `prj_${pad(project)}`
    const account = `acc_${pad(project % this.size.accounts)}`
    const groupTypes = TYPES.filter(() => this.#random() < 0.6)
    const row = { account, project: id, app: appName(app), enabled, groups: [], groupTypes: groupTypes.sort() }
    this.#put('project-integrations', { id: settingId(id, appName(app)), ...row })
    this.#groups[project]?.forEach((group, nth) => {
      const spoken = speaking.delete(`${project + nth * this.size.projects}.${app}`)
      const setting = spoken ? this.#word(enabled) : 'inherit'
      if (spoken) this.#groupSetting(group, app, setting)
      const on = setting === 'inherit' ? groupTypes.includes(group.type) : setting === 'on'
      if (enabled && on) this.#permit(group, app)
    })
  }

  #word(enabled: boolean): 'on' | 'off' | 'inherit' {
    const chance = this.#random()
    if (chance < 0.6) return enabled ? 'on' : 'inherit'
    return chance < 0.8 ? 'off' : 'inherit'
  }

  #groupSetting(group: Group, app: number, setting: 'on' | 'off' | 'inherit'): void {
    const place = { account: `acc_${pad(group.project % this.size.accounts)}`, project: `prj_${pad(group.project)}` }
    const id = settingId(group.id, appName(app))
    this.#put('group-integrations', { id, ...place, group: group.id, app: appName(app), setting })
  }

  #permit(group: Group, app: number): void {
    for (const person of group.members) {
      if (!this.#blocked.has(`${person.id}.${appName(app)}`))
        this.#permitted.push({ person, app, project: group.project })
    }
  }

  /** The first of a person and app is their personal one; the others carry names. */
  #connections(): void {
    const personal = new Set<string>()
    for (let index = 0; index < this.size.connections; index += 1) {
      const { person, app, project } = this.#permitted[index % this.#permitted.length] ?? this.#anybody(index)
      const key = `${person.id}.${app}`
      const name = personal.has(key) ? `connection-${pad(index)}` : null
      personal.add(key)
      const place = {
        account: `acc_${pad(person.account)}`,
        app: appName(app),
        project: project < 0 ? null : `prj_${pad(project)}`,
      }
      this.#put('connections', { id: `con_${pad(index)}`, ...place, name, ...live(person, index) })
    }
  }

  /** Where nobody may use anything, connections stand account-wide and unpermitted. */
  #anybody(index: number): Permitted {
    const person = this.#people[index % this.#people.length] as Person
    return { person, app: index % this.size.apps, project: -1 }
  }
}

function live(person: Person, index: number) {
  const createdAt = new Date(START + index * 60_000).toISOString()
  const standing = { status: 'active', holder: 'person', usableBy: 'everyone' } as const
  const whose = { owner: person.id, createdBy: person.id, externalAccount: person.email }
  return {
    ...whose,
    ...standing,
    scopes: ['read', 'write'],
    createdAt,
    lastUsedAt: null,
  } satisfies Partial<ConnectionRow>
}
