import { desired } from '../../kinds/resource.js'
import { sorted } from '../../model/canonical.js'
import { type Because, type Desired, want } from '../../model/desired.js'
import type { AccountIntegration } from '../../model/generated/documents.js'
import type { Problem } from '../../model/problem.js'
import { child, children, type FieldsByKind } from '../../model/resource.js'
import { inForce, isExpired } from '../dates.js'
import { entriesOf, mergeUnits, type Said, type Voice } from '../merge.js'
import { isShut } from './closing.js'
import { tellConflicts } from './conflicts.js'
import { isOn, type ProjectUnits } from './projects.js'
import type { AccountScope } from './scope.js'
import { expandStar } from './star.js'

type Speaker = { readonly integrations?: Record<string, AccountIntegration> }

/** Adds the account's toggles, with the selection of projects worked out to names (L2, L3). */
export function addAccountIntegrations(
  scope: AccountScope,
  account: Desired<'account'>,
  voices: readonly Voice<Speaker>[],
  projects: ReadonlyMap<string, ProjectUnits>,
): void {
  const { units, conflicts } = mergeUnits(voices, (document) => entriesOf(document.integrations, 'integrations'))
  tellConflicts(scope, conflicts)
  const closes = (entry: AccountIntegration) => !entry.enabled || !inForce(entry, scope.day)
  const places = { units: projects, active: activeProjects(scope) }
  for (const [app, said] of expandStar(units, scope.declaredApps, closes, scope.allowed)) {
    want(account, integration(scope, account, app, said, places))
  }
}

function integration(
  scope: AccountScope,
  account: Desired<'account'>,
  app: string,
  { value, statement }: Said<AccountIntegration>,
  places: Places,
): Desired<'account-integration'> {
  const said = { '*': [statement] }
  const on = value.enabled && inForce(value, scope.day)
  const expired = isExpired(value, scope.day)
  if (!on) return desired('account-integration', account, app, { fields: { enabled: false }, said, expired })
  const wanted = desired('account-integration', account, app, {
    fields: { enabled: true, ...selection(scope, app, value, places) },
    said,
    ...(value.projects === 'declared' ? { because: { projects: becauseOf(app, places.units, scope.day) } } : {}),
  })
  if (!scope.allowed(app) && !scope.allowedOnOtherDays(app)) scope.problems.push(notAllowed(wanted, [statement]))
  const isOff = child(scope.live, 'account-integration', app)?.fields.enabled !== true
  if (isOff && wanted.fields.projects === undefined && !isShut(scope, app)) {
    const message = `${app} is off in this account: say for which projects it is to be on (projects: all, declared or a list)`
    scope.problems.push({
      code: 'selection/missing',
      severity: 'error',
      address: wanted.address,
      message,
      statements: [statement],
    })
  }
  return wanted
}

const notAllowed = ({ address, key }: Desired<'account-integration'>, statements: Problem['statements']): Problem => ({
  code: 'integration/not-allowed',
  severity: 'error',
  address,
  message: `${key} is enabled here and is not among the apps that the account is allowed`,
  statements,
})

/** The projects of an account: what the declared ones say, and which will be active. */
interface Places {
  readonly units: ReadonlyMap<string, ProjectUnits>
  readonly active: ReadonlySet<string>
}

type Selection = Partial<Pick<FieldsByKind['account-integration'], 'projects' | 'newProjects'>>

function selection(
  scope: AccountScope,
  app: string,
  { projects, newProjects }: AccountIntegration,
  { units, active }: Places,
): Selection {
  if (projects === undefined) return newProjects === undefined ? {} : { newProjects }
  if (projects === 'all') return { projects: sorted(active), newProjects: true }
  if (projects === 'declared')
    return { projects: sorted(declared(units, app, scope.day).filter((name) => active.has(name))), newProjects: false }
  const listed = projects.filter((name) => active.has(name))
  if (newProjects !== true) return { projects: sorted(listed), newProjects: false }
  return { projects: sorted([...listed, ...selectedUndeclared(scope, app, active)]), newProjects: true }
}

/** The declared projects that open the app themselves, or by template or `"*"`. */
const declared = (units: ReadonlyMap<string, ProjectUnits>, app: string, day: string): string[] =>
  [...units].flatMap(([name, entries]) => {
    const said = entries.get(app)
    return said !== undefined && isOn(said.value, day) ? [name] : []
  })

/** Projects join and leave the declared ones by their own entries: those are the cause, and a passed date the origin. */
const becauseOf =
  (app: string, units: Places['units'], day: string): Because =>
  (before, after) => {
    const [from, to] = [before, after].map((names) => (Array.isArray(names) ? (names as string[]) : [])) as [
      string[],
      string[],
    ]
    const gained = to.filter((name) => !from.includes(name))
    const moved = [...from.filter((name) => !to.includes(name)), ...gained]
    const said = moved.map((name) => units.get(name)?.get(app)).filter((each) => each !== undefined)
    if (said.length < moved.length || moved.length === 0) return null
    const expired = gained.length === 0 && said.every(({ value }) => isExpired(value, day))
    return { statements: said.map(({ statement }) => statement), expired }
  }

/** With `newProjects: true` a list is authoritative over declared projects only. */
function selectedUndeclared(scope: AccountScope, app: string, active: ReadonlySet<string>): string[] {
  const names = new Set(scope.declared.map(({ name }) => name))
  const live = child(scope.live, 'account-integration', app)?.fields.projects ?? []
  return live.filter((name) => !names.has(name) && active.has(name))
}

/** The projects as they will be; an archived one counts as left out. */
function activeProjects(scope: AccountScope): Set<string> {
  const states = new Map([...children(scope.live, 'project').values()].map(({ key, fields }) => [key, fields.state]))
  for (const { value } of scope.projects) {
    if (value.ensure === 'absent') states.delete(value.name)
    else states.set(value.name, value.state ?? states.get(value.name) ?? 'active')
  }
  return new Set([...states].filter(([, state]) => state === 'active').map(([name]) => name))
}
