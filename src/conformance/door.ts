import { Fault } from '../model/fault.js'
import type { Answer } from './answer.js'
import { type Claim, type Person, ROLES, type Role } from './check.js'
import type { Client } from './client.js'

/** What a platform says of itself before anything is written to it. */
export interface Platform {
  readonly name: string
  readonly tenant: string
  /** Whether it claims that it can do something. */
  readonly claims: (claim: Claim) => boolean
}

/**
 * Lets nothing through but a platform that calls itself disposable, and an operator who may write there. Only reads;
 * Fault otherwise.
 */
export async function enter(admin: Client): Promise<Platform> {
  const { disposable, name, tenant, capabilities } = await readFirst(admin, '')
  if (disposable !== true)
    throw new Fault('conformance/not-disposable', `${admin.url} ${NOT_DISPOSABLE}`, DISPOSABLE_HELP)
  const { roles, token } = await readFirst(admin, 'me')
  const isOperator = Array.isArray(roles) && roles.some((each) => each?.role === 'operator')
  const kind = (token as { kind?: unknown } | undefined)?.kind
  if (isOperator && kind !== 'read')
    return { name: String(name), tenant: String(tenant), claims: claimsOf(capabilities) }
  throw new Fault('conformance/token', `the token of --token-env is not an operator's full token`, TOKEN_HELP)
}

function claimsOf(capabilities: unknown): Platform['claims'] {
  const told = (capabilities ?? {}) as Readonly<Record<string, unknown>>
  const cascades = Array.isArray(told.cascades) ? told.cascades : []
  return (claim) => cascades.includes(claim) || isClaimed(told[claim])
}

/** Bulk is claimed by its limits: an object without any claims nothing. */
const isClaimed = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value)

const NOT_DISPOSABLE = 'does not call itself disposable, and the checks write, end and remove things'
const DISPOSABLE_HELP = 'Name a platform whose GET /v1 says "disposable": true, such as that of writ sandbox.'
const TOKEN_HELP = 'Set the variable to a token that may write, of a principal whose GET /v1/me says the role operator.'

async function readFirst(admin: Client, path: string): Promise<Record<string, unknown>> {
  const answer = await reach(admin, path)
  if (answer.status === 200 && answer.json !== null) return answer.json
  const what = `GET ${admin.url}/v1${path && `/${path}`} answered ${answer.status}`
  const help =
    answer.status === 401
      ? 'Check the token in the variable of --token-env.'
      : 'Check the address; it is what stands before /v1.'
  throw new Fault(answer.status === 401 ? 'platform/unauthorized' : 'platform/not-found', what, help)
}

async function reach(admin: Client, path: string): Promise<Answer> {
  try {
    return await admin.get(path)
  } catch (cause) {
    const why = (cause as { code?: string }).code ?? (cause as Error).message
    throw new Fault(
      'platform/unreachable',
      `${admin.url} cannot be reached (${why})`,
      'Is it running, and the address right?',
      { cause },
    )
  }
}

/** Finds out who the other tokens belong to; Fault for one that is not of its role. */
export async function meet(clients: Partial<Record<Role, Client>>): Promise<Partial<Record<Role, Person>>> {
  const people: Partial<Record<Role, Person>> = {}
  for (const role of ROLES) {
    const client = clients[role]
    if (client !== undefined) people[role] = await introduce(role, client)
  }
  return people
}

interface Me {
  readonly principal?: { readonly id: string }
  readonly roles?: readonly {
    readonly role: string
    readonly account?: string
    readonly projects?: readonly string[]
  }[]
  readonly token?: { readonly kind: string }
}

const FITS: Readonly<Record<Role, readonly string[]>> = {
  read: ['operator'],
  manager: ['owner', 'manager'],
  'project-admin': ['project-admin'],
  member: ['member'],
}

async function introduce(role: Role, client: Client): Promise<Person> {
  const { principal, roles = [], token } = (await readFirst(client, 'me')) as Me
  const found = roles.find((each) => FITS[role].includes(each.role))
  if (found !== undefined && principal !== undefined && (token?.kind === 'read') === (role === 'read'))
    return { client, id: principal.id, account: found.account ?? '', projects: found.projects ?? [] }
  const told = `${roles.map((each) => each.role).join(', ')}, ${token?.kind}`
  throw new Fault(
    'conformance/token',
    `the token of --${role}-token-env is of another principal (${told})`,
    WHOSE[role],
  )
}

const WHOSE: Readonly<Record<Role, string>> = {
  read: 'It takes a read token of an operator.',
  manager: 'It takes a full token of an owner or manager of an account.',
  'project-admin': 'It takes a full token of a project-admin.',
  member: 'It takes a full token of a member.',
}
