import type { Store } from '../store/store.js'
import type { Size } from './format.js'
import type { Dice } from './random.js'

export interface Person {
  id: string
  email: string
  account: number
}

export interface Team {
  id: string
  project: number
  type: string
  members: Person[]
}

/** Whom a made-up platform has. Number j of anything belongs to parent j modulo their number, so that all get a share. */
export interface Population {
  people: Person[]
  /** By project. */
  teams: Team[][]
}

export const TYPES = ['internal', 'partner', 'client']
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

const pad = (index: number): string => String(index + 1).padStart(6, '0')

/** Ids count up, so that rows sort as they were made. */
export const idOf = {
  app: (index: number): string => `app_${pad(index)}`,
  account: (index: number): string => `acc_${pad(index)}`,
  project: (index: number): string => `prj_${pad(index)}`,
  group: (index: number): string => `grp_${pad(index)}`,
  user: (index: number): string => `usr_${pad(index)}`,
  connection: (index: number): string => `con_${pad(index)}`,
}

export const appName = (index: number): string => CATALOGUE[index] ?? `app-${pad(index)}`

/** Makes apps, accounts, people, projects and groups. */
export function populate(store: Store, dice: Dice, size: Size): Population {
  makeApps(store, size)
  makeAccounts(store, size)
  const people = makePeople(store, size)
  makeProjects(store, size)
  return { people, teams: makeTeams(store, dice, size, people) }
}

function makeApps(store: Store, { apps }: Size): void {
  for (let index = 0; index < apps; index += 1) {
    const name = appName(index)
    const texts = {
      displayName: name,
      description: '',
      provider: name,
      category: 'other',
      auth: 'oauth2',
    } as const
    const standing = { status: 'active', configured: true, version: '1.0.0', availableVersion: null } as const
    store.put('apps', {
      id: idOf.app(index),
      name,
      ...texts,
      uses: [],
      ...standing,
      settings: { clientId: `client-${name}` },
      scopes: [],
      secrets: {},
    })
  }
}

function makeAccounts(store: Store, { accounts, apps }: Size): void {
  const all = Array.from({ length: apps }, (_, app) => appName(app)).sort()
  for (let index = 0; index < accounts; index += 1) {
    const tier = TIERS[index % TIERS.length] as string
    const labels = { region: index % 2 === 0 ? 'eu' : 'us', tier }
    const allowedApps = tier === 'enterprise' ? 'all' : all
    const name = `account-${pad(index)}`
    store.put('accounts', { id: idOf.account(index), name, labels, showIntegrations: true, allowedApps })
  }
}

/** The first person of each account owns it. */
function makePeople(store: Store, { accounts, users }: Size): Person[] {
  return Array.from({ length: users }, (_, index) => {
    const account = index % accounts
    const person = { id: idOf.user(index), email: `user-${pad(index)}@account-${pad(account)}.example`, account }
    const role = index < accounts ? 'owner' : 'member'
    const post = { department: 'Delivery', designation: 'Consultant', manager: null }
    store.put('users', {
      id: person.id,
      account: idOf.account(account),
      email: person.email,
      role,
      projects: [],
      ...post,
    })
    return person
  })
}

function makeProjects(store: Store, { accounts, projects }: Size): void {
  for (let index = 0; index < projects; index += 1) {
    const place = { id: idOf.project(index), account: idOf.account(index % accounts), name: `project-${pad(index)}` }
    store.put('projects', { ...place, labels: {}, state: 'active', template: null })
  }
}

/** About half of an account's people are in each of its groups. */
function makeTeams(store: Store, dice: Dice, { accounts, projects, groups }: Size, people: Person[]): Team[][] {
  const colleagues = Array.from({ length: accounts }, (_, account) =>
    people.filter((person) => person.account === account),
  )
  const teams = Array.from({ length: projects }, (): Team[] => [])
  for (let index = 0; index < groups; index += 1) {
    const project = index % projects
    const account = project % accounts
    const members = (colleagues[account] ?? []).filter(() => dice.hit(0.5))
    const team = { id: idOf.group(index), project, type: dice.pick(TYPES), members }
    teams[project]?.push(team)
    const place = {
      id: team.id,
      account: idOf.account(account),
      project: idOf.project(project),
      name: `group-${pad(index)}`,
    }
    store.put('groups', { ...place, labels: {}, type: team.type, members: members.map(({ id }) => id) })
  }
  return teams
}
