import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type {
  Account,
  AccountIntegration,
  App,
  AuditEvent,
  Connection,
  Effect,
  Effective,
  Group,
  GroupIntegration,
  Invitation,
  Problem,
  Project,
  ProjectIntegration,
  ProjectTemplate,
  User,
  UserIntegration,
  Workflow,
} from '../../src/provider/generated/contract.js'
import { mistakes, operationFor, queryNames, responseOf } from './contract.js'

/** The row type of each collection. */
export interface Rows {
  apps: App
  accounts: Account
  'project-templates': ProjectTemplate
  projects: Project
  groups: Group
  users: User
  invitations: Invitation
  connections: Connection
  workflows: Workflow
  'audit-events': AuditEvent
  'account-integrations': AccountIntegration
  'project-integrations': ProjectIntegration
  'group-integrations': GroupIntegration
  'user-integrations': UserIntegration
  effective: Effective
}

type Written<T> = T & { effects: Effect[] }

interface Page<T> {
  items: T[]
  total: number
  revision: number
  next: string | null
}

interface Request {
  body?: unknown
  headers?: Record<string, string>
  /** Sent as it is, though the contract may not allow it. */
  lax?: boolean
}

interface Answer<T> {
  status: number
  headers: Headers
  body: T
}

/** A request that was answered with a problem document. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.status} ${problem.type}: ${problem.detail} ${JSON.stringify(problem.errors ?? '')}`)
  }
}

/** What `rejects.toMatchObject` expects of a refusal. */
export const refusal = (name: string, more: object = {}) => ({ problem: { type: `urn:writ:problem:${name}`, ...more } })

/** A client of the platform that throws on any request or answer that does not fit the OpenAPI document. */
export class Platform {
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}

  /** One request; a problem is an answer like any other. */
  async send<T>(method: string, path: string, request: Request = {}): Promise<Answer<T>> {
    const url = new URL(`/v1${path && `/${path}`}`, this.url)
    if (!request.lax) checkRequest(method, url, request.body)
    const response = await fetch(url, { method, ...this.#init(method, request) })
    const text = await response.text()
    const body: unknown = text === '' ? undefined : JSON.parse(text)
    checkAnswer(method, url, response, body)
    return { status: response.status, headers: response.headers, body: body as T }
  }

  /** The body of a 2xx answer; anything else is thrown as `Refused`. */
  async call<T>(method: string, path: string, request: Request = {}): Promise<T> {
    const { status, body } = await this.send<T>(method, path, request)
    if (status >= 300) throw new Refused(body as Problem)
    return body
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path)
  }

  row<C extends keyof Rows>(collection: C, id: string): Promise<Rows[C]> {
    return this.get(`${collection}/${id}`)
  }

  page<C extends keyof Rows>(collection: C, query = ''): Promise<Page<Rows[C]>> {
    return this.get(`${collection}${query && `?${query}`}`)
  }

  /** All rows of a list, page by page. */
  async list<C extends keyof Rows>(collection: C, query = ''): Promise<Rows[C][]> {
    const items: Rows[C][] = []
    for (let cursor = ''; ; ) {
      const page = await this.page(collection, [query, 'limit=1000', cursor].filter(Boolean).join('&'))
      items.push(...page.items)
      if (page.next === null) return items
      cursor = `cursor=${encodeURIComponent(page.next)}`
    }
  }

  async ids<C extends keyof Rows>(collection: C, query = ''): Promise<string[]> {
    return (await this.list(collection, query)).map(({ id }) => id)
  }

  create<C extends keyof Rows>(collection: C, body: object): Promise<Written<Rows[C]>> {
    return this.call('POST', collection, { body })
  }

  post<T>(path: string, body?: object): Promise<T> {
    return this.call('POST', path, { body })
  }

  /** Changes a row at the version it has now. */
  async change<C extends keyof Rows>(collection: C, id: string, body: object, headers = {}): Promise<Written<Rows[C]>> {
    const match = await this.#match(`${collection}/${id}`)
    return this.call('PATCH', `${collection}/${id}`, { body, headers: { ...match, ...headers } })
  }

  /** Removes a row (a connection: revokes it) at the version it has now. */
  async remove<C extends keyof Rows>(collection: C, id: string, query = ''): Promise<Written<Rows[C]>> {
    const headers = await this.#match(`${collection}/${id}`)
    return this.call('DELETE', `${collection}/${id}${query && `?${query}`}`, { headers })
  }

  /** The setting of one app: `accounts/acc_1`, `projects/prj_1`, `groups/grp_1` or `users/usr_1`. */
  setting<T = AccountIntegration>(parent: string, app: string): Promise<T> {
    return this.get(`${parent}/integrations/${app}`)
  }

  /** Writes a setting at the version it has now. */
  async set<T = AccountIntegration>(parent: string, app: string, body: object, headers = {}): Promise<Written<T>> {
    const path = `${parent}/integrations/${app}`
    return this.call('PUT', path, { body, headers: { ...(await this.#match(path)), ...headers } })
  }

  /** The precondition that holds now, also for a setting that was never written. */
  async #match(path: string): Promise<Record<string, string>> {
    const { etag } = await this.get<{ etag: string | null }>(path)
    return etag === null ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }
  }

  #init(method: string, { body, headers = {} }: Request): RequestInit {
    const sent = new Headers({ authorization: `Bearer ${this.token}` })
    if (method !== 'GET') sent.set('idempotency-key', randomUUID())
    if (body !== undefined) sent.set('content-type', 'application/json')
    for (const [name, value] of Object.entries(headers)) sent.set(name, value)
    for (const [name, value] of Object.entries(headers)) if (value === '') sent.delete(name)
    if (body === undefined) return { headers: sent }
    return { headers: sent, body: typeof body === 'string' ? body : JSON.stringify(body) }
  }
}

function checkRequest(method: string, url: URL, body: unknown): void {
  const operation = operationFor(method, url.pathname)
  if (!operation) throw new Error(`the contract has no ${method} ${url.pathname}`)
  const known = queryNames(operation)
  const isKnown = (name: string) => known.includes(name) || (known.includes('labels') && name.startsWith('labels.'))
  for (const name of url.searchParams.keys()) if (!isKnown(name)) throw new Error(`no query parameter ${name}`)
  if (body === undefined && !operation.requestBody?.required) return
  const schema = operation.requestBody?.content['application/json'].schema
  if (!schema) throw new Error(`${operation.operationId} takes no body`)
  refuse(`body of ${operation.operationId}`, mistakes(schema, body, false))
}

/** Answers that any path may give, beside those the document lists with it. */
const ANYWHERE = new Set([404, 405, 413, 415, 422])

function checkAnswer(method: string, url: URL, response: Response, body: unknown): void {
  const { status } = response
  const where = `${status} to ${method} ${url.pathname}`
  const operation = operationFor(method, url.pathname)
  const listed = operation && responseOf(operation, status)
  if (!listed && !ANYWHERE.has(status)) throw new Error(`${where} (${STATUS_CODES[status]}) is not in the contract`)
  if (status >= 400 || !listed) checkProblem(where, response, body)
  else checkSuccess(where, response, body, listed)
}

function checkSuccess(where: string, { headers }: Response, body: unknown, listed: Record<string, unknown>): void {
  const content = listed.content as { 'application/json': { schema: Record<string, unknown> } }
  refuse(where, mistakes(content['application/json'].schema, body, true))
  if (!headers.get('content-type')?.startsWith('application/json')) throw new Error(`${where}: no JSON`)
  if ('ETag' in ((listed.headers as object) ?? {})) checkEtag(where, headers, body as { etag: string | null })
}

function checkProblem(where: string, { status, headers }: Response, body: unknown): void {
  refuse(where, mistakes({ $ref: '#/components/schemas/Problem' }, body, false))
  if ((body as Problem).status !== status) throw new Error(`${where} says ${(body as Problem).status}`)
  if (!headers.get('content-type')?.startsWith('application/problem+json')) {
    throw new Error(`${where}: no problem document`)
  }
}

function checkEtag(where: string, headers: Headers, { etag }: { etag: string | null }): void {
  const expected = etag === null ? null : `"${etag}"`
  if (headers.get('etag') !== expected) throw new Error(`${where}: ETag ${headers.get('etag')} and not ${expected}`)
}

function refuse(what: string, found: string[]): void {
  if (found.length > 0) throw new Error(`${what} does not fit the contract:\n${found.join('\n')}`)
}
