import type { Fields, Row } from './answer.js'
import type { Cleaner } from './cleaner.js'
import type { Client } from './client.js'
import { level, type Names, type SharedApps } from './names.js'
import { json } from './unmet.js'

/** An account in which everything is open for one app, down to a group of one project. */
export interface Opened {
  readonly account: Row
  readonly project: Row
  readonly group: Row
  /** The app's name. */
  readonly app: string
  /** Members of the group: they may connect. */
  readonly people: readonly Row[]
}

interface Named {
  readonly id: string
}

/**
 * Makes what a check needs, through the contract alone, and remembers it for the cleaner. Each write is one request, so
 * that a mistake in bulk writes shows where bulk writes are checked.
 */
export class Fixtures {
  constructor(
    private readonly admin: Client,
    readonly names: Names,
    readonly cleaner: Cleaner,
    readonly apps: SharedApps,
  ) {}

  /** By API key, and active, where nothing else is said. */
  app = async (more: Fields = {}): Promise<Row> =>
    this.#owed('apps', await this.#made('apps', { name: this.names.next('app'), auth: 'api-key', ...more }))

  /** The menu shows, and every app is allowed, where nothing else is said. */
  async account(more: Fields = {}): Promise<Row> {
    const open = { showIntegrations: true, allowedApps: 'all' }
    return this.#owed('accounts', await this.#made('accounts', { name: this.names.next('account'), ...open, ...more }))
  }

  project = ({ id }: Named, more: Fields = {}): Promise<Row> =>
    this.#made('projects', { account: id, name: this.names.next('project'), ...more })

  template = ({ id }: Named, integrations: Fields): Promise<Row> =>
    this.#made('project-templates', { account: id, name: this.names.next('template'), integrations })

  group = ({ id }: Named, more: Fields = {}): Promise<Row> =>
    this.#made('groups', { account: id, name: this.names.next('group'), ...more })

  invitation = (account: Named, more: Fields = {}): Promise<Row> =>
    this.#made('invitations', this.invited(account, more))

  /** What an invitation says. */
  invited = ({ id }: Named, more: Fields = {}): Fields => ({
    account: id,
    email: `${this.names.next('person')}@conformance.example`,
    department: 'Conformance',
    designation: 'Tester',
    manager: 'manager@conformance.example',
    ...more,
  })

  /** A user, by invitation and acceptance. */
  async person(account: Named, more: Fields = {}): Promise<Row> {
    const { id, email } = await this.invitation(account, more)
    const answer = await this.admin.post(`invitations/${id}/accept`)
    answer.is(200)
    const user = answer.effects.find(({ op, collection }) => op === 'create' && collection === 'users')?.row
    if (user?.email !== email) throw answer.unmet(`the user ${email} as an effect`, json(answer.effects))
    return user as Row
  }

  /** A live connection by API key, without an owner unless one is said. */
  connection = (account: Named, app: string, more: Fields = {}): Promise<Row> =>
    this.#made('connections', this.wish(account, app, more))

  /** What connecting by API key asks for. */
  wish = ({ id }: Named, app: string, more: Fields = {}): Fields => ({
    account: id,
    app,
    name: this.names.next('connection'),
    apiKey: 'conformance-key',
    owner: null,
    ...(more.owner ? {} : { holder: 'installation' }),
    ...more,
  })

  /** Writes a setting for the first time. */
  async set(path: string, body: Fields): Promise<Row> {
    return (await this.admin.send('PUT', path, { body, headers: { 'if-none-match': '*' } })).is(200)
  }

  /** An account with a project and a group in it for which the app is on. */
  async opened({ app = this.apps.key, members = 0 } = {}): Promise<Opened> {
    const account = await this.account()
    const people: Row[] = []
    while (people.length < members) people.push(await this.person(account))
    return { ...(await this.openProject(account, app, people)), people }
  }

  /** One project more in which the app is on for a group of these people, and the account level with it. */
  async openProject(account: Row, app: string, people: readonly Named[]): Promise<Omit<Opened, 'people'>> {
    const project = await this.project(account)
    const group = await this.group(account, { project: project.id, type: 'crew', members: people.map(({ id }) => id) })
    await this.set(level('accounts', account, app), { enabled: true })
    await this.set(level('projects', project, app), { enabled: true, groups: [group.id] })
    return { account, project, group, app }
  }

  async #made(collection: string, body: Fields): Promise<Row> {
    return (await this.admin.post(collection, body)).is(201)
  }

  #owed(collection: string, row: Row): Row {
    this.cleaner.owes(collection, row.id)
    return row
  }
}
