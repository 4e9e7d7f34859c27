import { type GroupIntegrationRow, settingId } from '../rows.js'
import { SELECTED } from '../rules/account-level.js'
import type { Store } from '../store/store.js'
import type { Size } from './format.js'
import { appName, idOf, type Person, type Population, type Team, TYPES } from './population.js'
import type { Dice } from './random.js'
import type { Spread } from './spread.js'

/** Somebody who may use an app in a project. */
export interface Permitted {
  person: Person
  app: number
  /** Null stands for the whole account. */
  project: number | null
}

type Word = GroupIntegrationRow['setting']

/** Makes the settings of all levels, coherently (nothing is open below a closed one), and finds who may use what by them. */
export class Openings {
  readonly permitted: Permitted[] = []
  /** Account settings that are on, by `account.app`; blocked people by `user.app`; groups that speak by `group.app`. */
  readonly #open = new Set<string>()
  readonly #blocked = new Set<string>()
  readonly #speaking: Set<string>

  constructor(
    readonly store: Store,
    readonly dice: Dice,
    readonly size: Size,
    readonly population: Population,
    readonly spread: Spread,
  ) {
    const nth = (index: number): string => {
      const group = index % size.groups
      return `${group}.${this.#app(Math.floor(index / size.groups), (group % size.projects) % size.accounts)}`
    }
    this.#speaking = new Set(Array.from({ length: spread.groups }, (_, index) => nth(index)))
  }

  make(): void {
    for (let index = 0; index < this.spread.accounts; index += 1) this.#account(index)
    for (let index = 0; index < this.spread.users; index += 1) this.#person(index)
    for (let index = 0; index < this.spread.projects; index += 1) this.#project(index)
    this.#restOfGroups()
  }

  /** The nth app of an account: all levels below it speak of the same ones first, and accounts of different ones. */
  #app(nth: number, account: number): number {
    return (nth + account) % this.size.apps
  }

  /** An account's first app is on, the others nearly always; every project is selected. */
  #account(index: number): void {
    const { accounts, projects } = this.size
    const at = index % accounts
    const number = this.#app(Math.floor(index / accounts), at)
    const enabled = index < accounts || this.dice.hit(0.9)
    if (enabled) this.#open.add(`${at}.${number}`)
    const own = Math.max(0, Math.ceil((projects - at) / accounts))
    const selected = Array.from({ length: own }, (_, nth) => idOf.project(at + nth * accounts))
    const place = { account: idOf.account(at), app: appName(number) }
    const row = { id: settingId(place.account, place.app), ...place, enabled, projects: selected }
    this.store.put('account-integrations', { ...row, newProjects: true, problem: null }, SELECTED)
  }

  #person(index: number): void {
    const person = this.population.people[index % this.size.users] as Person
    const app = appName(this.#app(Math.floor(index / this.size.users), person.account))
    const blocked = this.dice.hit(0.1)
    const id = settingId(person.id, app)
    if (blocked) this.#blocked.add(id)
    this.store.put('user-integrations', { id, account: idOf.account(person.account), user: person.id, app, blocked })
  }

  /** A project with its groups: what they may say depends on whether it is open. */
  #project(index: number): void {
    const { projects, accounts } = this.size
    const at = index % projects
    const number = this.#app(Math.floor(index / projects), at % accounts)
    const enabled = this.#open.has(`${at % accounts}.${number}`) && this.dice.hit(0.9)
    const groupTypes = TYPES.filter(() => this.dice.hit(0.6)).sort()
    const place = { account: idOf.account(at % accounts), project: idOf.project(at), app: appName(number) }
    this.store.put('project-integrations', {
      id: settingId(place.project, place.app),
      ...place,
      enabled,
      groups: [],
      groupTypes,
    })
    for (const [nth, team] of (this.population.teams[at] ?? []).entries()) {
      const spoken = this.#speaking.delete(`${at + nth * projects}.${number}`)
      const word = spoken ? this.#word(enabled) : 'inherit'
      if (spoken) this.#group(team, number, word)
      const on = word === 'inherit' ? groupTypes.includes(team.type) : word === 'on'
      if (enabled && on) this.#permit(team, number)
    }
  }

  #word(open: boolean): Word {
    if (this.dice.hit(0.6)) return open ? 'on' : 'inherit'
    return this.dice.hit(0.5) ? 'off' : 'inherit'
  }

  /** Groups that speak of an app of which their project says nothing: it is closed there. */
  #restOfGroups(): void {
    for (const left of this.#speaking) {
      const [group, number] = left.split('.').map(Number) as [number, number]
      const { projects } = this.size
      const team = this.population.teams[group % projects]?.[Math.floor(group / projects)] as Team
      this.#group(team, number, this.#word(false))
    }
  }

  #group(team: Team, number: number, setting: Word): void {
    const app = appName(number)
    const place = { account: idOf.account(team.project % this.size.accounts), project: idOf.project(team.project) }
    this.store.put('group-integrations', { id: settingId(team.id, app), ...place, group: team.id, app, setting })
  }

  #permit({ members, project }: Team, app: number): void {
    const open = members.filter(({ id }) => !this.#blocked.has(settingId(id, appName(app))))
    for (const person of open) this.permitted.push({ person, app, project })
  }
}
