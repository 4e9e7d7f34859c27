import { onTestFinished } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import { type Applying, apply, plan, type RunOptions } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import type { Change, Plan } from '../../src/model/generated/plan.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'
import { Platform } from './client.js'
import { writeEstate } from './estate-folder.js'
import type { Doc } from './naive-estate.js'

/** The day on which all this happens. */
export const NOW = new Date('2026-06-15T12:00:00.000Z')

/** Limits that never trip, for tests about something else. */
export const NO_LIMITS = {
  ...{ revokedConnections: { max: 'none', perAccount: { max: 'none' } }, usersLosingAccess: { max: 'none' } },
  ...{ usersGainingAccess: { max: 'none' }, disabledIntegrations: { max: 'none' }, removedObjects: { max: 'none' } },
}

export interface Options {
  /** Of `writ.yaml`, beside its platform. */
  readonly config?: Record<string, unknown>
  readonly only?: readonly string[]
  readonly tool?: string
  /** Who Writ acts as, by e-mail address; the tenant's operator where absent. */
  readonly as?: string
  /** What else holds for the run. */
  readonly run?: Partial<RunOptions>
}

const oauth = { auth: 'oauth2', settings: { clientId: 'abc' } }

/** Four apps that work, and one account unless told otherwise. */
export const tenant = (account: object = {}, more: object = {}) => ({
  formatVersion: 1,
  tenant: 'random',
  apps: ['slack', 'zoom', 'hubspot', 'trello'].map((name) => ({ name, ...oauth })),
  accounts: [acme(account)],
  ...more,
})

/** `acme` with two projects: slack is on for apollo's engineers and for internal groups of zeus. */
export const acme = (more: object = {}) => ({
  ...{
    id: 'acc_acme',
    name: 'acme',
    labels: {},
    showIntegrations: true,
    allowedApps: ['slack', 'zoom', 'hubspot', 'trello'],
  },
  integrations: { slack: { enabled: true, projects: ['apollo', 'zeus'], newProjects: false } },
  projects: [apollo(), zeus()],
  users: [{ email: 'olga@acme.example', role: 'owner' }, { email: 'ana@acme.example' }, { email: 'bo@acme.example' }],
  ...more,
})

export const apollo = (more: object = {}) => ({
  ...{ id: 'prj_apollo', name: 'apollo' },
  integrations: { slack: { enabled: true, groups: ['engineering'], groupTypes: [] } },
  groups: [{ id: 'grp_eng', name: 'engineering', type: 'internal', members: ['ana@acme.example', 'bo@acme.example'] }],
  ...more,
})

export const zeus = (more: object = {}) => ({
  ...{ id: 'prj_zeus', name: 'zeus' },
  integrations: { slack: { enabled: true, groups: [], groupTypes: ['internal'] } },
  groups: [{ id: 'grp_sales', name: 'sales', type: 'internal', members: ['ana@acme.example'] }],
  ...more,
})

/** A live connection to slack; Ana's, for the whole account, unless told otherwise. */
export const connection = (id: string, more: object = {}) => ({ id, app: 'slack', owner: 'ana@acme.example', ...more })

/** The apps of `tenant`, declared, and the account. */
export const declared = (account: object = {}): Doc[] => [
  ...['slack', 'zoom', 'hubspot', 'trello'].map((name) => ({ kind: 'App', name })),
  { kind: 'Account', name: 'acme', ...account },
]

export async function load(documents: readonly Doc[], config: object = {}): Promise<Estate> {
  const folder = writeEstate({ limits: NO_LIMITS, ...config }, documents)
  const { estate, diagnostics } = await loadEstate(folder.dir, { now: NOW })
  folder.remove()
  if (estate === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  return estate
}

const options = ({ only = [], tool = 'writ test', run = {} }: Options) => ({
  ...{ tool, environment: null, now: NOW, only, countChanges: false, ...run },
})

async function open(seed: object, user?: string) {
  const sandbox = await startSandbox({ seed })
  const token = user === undefined ? sandbox.tokens.admin : await tokenOf(sandbox, user)
  const port = createHttpPlatform({ url: sandbox.url, token })
  onTestFinished(async () => {
    await port.close()
    await sandbox.close()
  })
  return { sandbox, port, admin: new Platform(sandbox.url, sandbox.tokens.admin) }
}

async function tokenOf({ url, tokens }: Awaited<ReturnType<typeof startSandbox>>, user: string): Promise<string> {
  const headers = { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ user, kind: 'full' })
  const answer = await fetch(`${url}/sandbox/tokens`, { method: 'POST', headers, body })
  return String(((await answer.json()) as { token: string }).token)
}

/** Plans an estate over a platform, through files and over HTTP. */
export async function planned(seed: object, documents: readonly Doc[], more: Options = {}): Promise<Plan> {
  const { port } = await open(seed, more.as)
  return (await plan(await load(documents, more.config), port, options(more))).plan
}

export interface Settled {
  readonly applied: Applying
  readonly again: Plan
  readonly admin: Platform
}

/** Applies an estate to a platform, and plans again. */
export async function settled(seed: object, documents: readonly Doc[], more: Options = {}): Promise<Settled> {
  const { port, admin } = await open(seed, more.as)
  const estate = await load(documents, more.config)
  const run = { runId: 'run', clock: Date.now, parallelism: 4, emit: () => {}, settleSeconds: 0 }
  const applied = await apply(estate, port, { ...options(more), ...run, confirm: async () => true })
  return { applied, again: (await plan(estate, port, options(more))).plan, admin }
}

/** A plan's changes in the order in which they run, in short. */
export const steps = ({ changes }: Pick<Plan, 'changes'>): string[] =>
  changes.map(({ operation, address }) => `${operation} ${address}`)

export const change = ({ changes }: Pick<Plan, 'changes'>, address: string): Change => {
  const found = changes.find((each) => each.address === address)
  if (found === undefined)
    throw new Error(`no change of ${address} among ${changes.map((each) => each.address).join(', ')}`)
  return found
}

/** Predicted effects, in short. */
export const effects = ({ effects: list }: Pick<Plan, 'effects'>): string[] =>
  list.map(({ operation, address }) => `${operation} ${address}`)
