import { explainUse, type Side } from '../access/explain.js'
import { permitted } from '../access/permission.js'
import { compareText } from '../model/canonical.js'
import type { Estate } from '../model/document.js'
import { Fault } from '../model/fault.js'
import { didYouMean } from '../model/nearest.js'
import { children } from '../model/resource.js'
import type { Snapshot } from '../model/snapshot.js'
import { planAccount } from '../plan/account.js'
import type { Drafted } from '../plan/draft.js'
import { settingsOf } from '../plan/index.js'
import { planRegistry } from '../plan/registry.js'
import type { Explanation } from '../report/explain.js'
import { list, verb } from '../report/words.js'
import { bringTogether, type Sides } from '../state/index.js'
import { datesSaid } from '../state/said-dates.js'
import { AllowedBranches } from './explain/allowed.js'

/** Who is asked about: an app in an account, and if wanted one project and one person. */
export interface UseQuestion {
  readonly app: string
  readonly account: string
  readonly project: string | null
  readonly user: string | null
}

/** Every gate as it will be after apply, beside how it lives, and which live connections end with that apply. */
export function explainOver(estate: Estate, snapshot: Snapshot, question: UseQuestion, day: string): Explanation {
  const sides = bringTogether(estate, snapshot, day)
  const row = accountRow(snapshot, sides, question.account)
  const desired = sides.account(question.account)
  const world = (apps: Side['world']['apps']) => ({ apps, levels: snapshot.platform.capabilities.levels })
  const live: Side = { world: world(sides.live.apps), account: desired?.copy() ?? sides.live.account(row) }
  const settings = settingsOf({
    scope: [],
    protect: estate.config.protect ?? {},
    snapshot,
    observeApps: estate.config.mode === 'observe',
    ...{ day, apps: sides.apps, waivers: sides.waivers },
  })
  const registry = planRegistry(sides.apps, sides.live.apps, settings, () => [])
  const planned = desired && planAccount(desired, { ...registry, wanted: sides.apps.apps }, settings)
  const isStopped = planned?.problems.some(({ severity }) => severity === 'error') ?? false
  const after: Side =
    desired === null || planned === null || isStopped ? live : { world: planned.world, account: desired.live }
  check(question, after, live)
  const speaking = desired && { desired, wantedApps: sides.apps.apps }
  const datesOf = datesSaid(estate, question.app, day)
  const { user, project, app } = question
  const branches = new AllowedBranches(estate, app, after.world.apps.get(app)?.fields.category)
  const explained = explainUse({ app, project, user, after, live, speaking, datesOf, nameOf: branches.nameOf })
  const allowed = branches.of(desired?.wanted.said.allowedApps ?? [])
  const notes =
    planned === null ? ['No document governs this account: live alone decides.'] : notesOf(planned, isStopped)
  const differing = explained.gates.flatMap(({ gate, live: lives }) => (lives === undefined ? [] : [gate]))
  const differs = differing.length === 0 ? [] : [`Live differs until the next apply: ${differing.join(', ')}.`]
  const unsaid = planned === null || isStopped ? [] : unsaidOf(explained.gates)
  return {
    ...question,
    ...explained,
    gates: explained.gates.map((each) =>
      each.gate === 'allowed' && allowed.length > 0 ? { ...each, at: allowed } : each,
    ),
    live: [...notes, ...differs, ...unsaid, ...endings(question, live, isStopped ? null : planned)],
  }
}

/** Gates that documents or somebody on the platform set; the others are open unless something is said. */
const SET = new Set(['registry', 'allowed', 'account', 'project', 'group'])

/** What is open although no document says so is somebody's choice on the platform, and must not pass for declared (E17). */
function unsaidOf(gates: ReturnType<typeof explainUse>['gates']): string[] {
  const unsaid = gates.filter(({ gate, state, at }) => SET.has(gate) && state === 'open' && at.length === 0)
  if (unsaid.length === 0) return []
  const names = list(unsaid.map(({ gate }) => gate))
  return [`No document says that it is open: ${names}. It stays as somebody set it on the platform.`]
}

function notesOf({ problems }: ReturnType<typeof planAccount>, isStopped: boolean): string[] {
  if (!isStopped) return []
  const [first] = problems.filter(({ severity }) => severity === 'error')
  return [`An error stops this account, so that live alone decides: ${first?.message}.`]
}

/** The connections in question that the next apply ends. */
function endings(
  { app, project, user }: UseQuestion,
  live: Side,
  planned: { readonly draft: Drafted } | null,
): string[] {
  const concerns = (fields: { app: string; project: string | null; owner: string | null }) =>
    fields.app === app &&
    (user === null || fields.owner === user) &&
    (project === null || fields.project === null || fields.project === project)
  const ending = (planned?.draft.endings ?? []).filter(({ connection }) => concerns(connection.fields))
  const ended = ending.map(({ connection, how, by }) => {
    const why = how === 'ended' ? 'the platform ends it by itself' : (by.reason ?? 'not permitted')
    return `The next apply ends ${connection.key}: ${why}.`
  })
  const gone = new Set(ending.map(({ connection }) => connection.key))
  const left = [...children(live.account, 'connection').values()].filter(
    ({ key, fields }) => concerns(fields) && !gone.has(key) && !permitted(live.world, live.account, fields, false),
  )
  return [...ended, ...left.map(({ key }) => `${key} lives and is not permitted as things are.`)]
}

function accountRow({ rows }: Snapshot, sides: Sides, name: string) {
  const row = [...rows.accounts.values()].find((each) => each.name === name)
  const governed = sides.governance.accounts.find((each) => each.name === name)
  if (governed !== undefined && sides.account(name) === null)
    throw new Fault('read/incomplete', `${name} could not be read whole`, 'Run again when the platform answers.')
  const known = row ?? governed?.row
  if (known !== undefined && known !== null) return known
  if (governed !== undefined) return { ...UNBORN, name }
  const names = [
    ...[...rows.accounts.values()].map((each) => each.name),
    ...sides.governance.accounts.map((each) => each.name),
  ]
  throw unknown('account', `there is no account ${name}`, name, names)
}

const UNBORN = { id: '', etag: '', labels: {}, showIntegrations: false, allowedApps: [] }

/** A name nobody knows would be answered "closed", and that would be a lie. */
function check({ app, project, user }: UseQuestion, after: Side, live: Side): void {
  const { account } = after
  const names = (kind: 'user' | 'invitation') =>
    [account, live.account].flatMap((each) => [...children(each, kind).keys()])
  demandKnown('app', app, [...after.world.apps.keys(), ...live.world.apps.keys()], 'there is no app')
  demandKnown('project', project, [...children(account, 'project').keys()], `${account.key} has no project`)
  demandKnown('user', user, [...names('user'), ...names('invitation')], `${account.key} has nobody with the address`)
}

function demandKnown(what: string, name: string | null, known: readonly string[], denial: string): void {
  if (name === null || known.includes(name)) return
  throw unknown(what, `${denial} ${name}`, name, known)
}

/** So many names are told beside the one that was probably meant. */
const MENU = 8

/** Of names that nobody knows, what there is: what begins alike first, since it was probably meant. */
function unknown(what: string, denial: string, name: string, known: readonly string[]): Fault {
  const all = [...new Set(known)].sort(compareText)
  const alike = (each: string) => Number(!each.toLowerCase().startsWith(name.slice(0, 2).toLowerCase()))
  const menu = all.toSorted((one, other) => alike(one) - alike(other))
  const help =
    all.length === 0 ? `There is no ${what} at all.` : `There ${verb(all.length, 'is', 'are')} ${list(menu, MENU)}.`
  return new Fault(`explain/unknown-${what}`, `${denial}.${didYouMean(name, all)}`, help)
}
