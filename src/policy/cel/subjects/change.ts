import { parseAddress } from '../../../model/address.js'
import { sorted } from '../../../model/canonical.js'
import type { Change, Plan } from '../../../model/generated/plan.js'
import type { ChangeState } from '../../../model/generated/policy-input.js'

/** What rules about changes are made from. */
type Told = Pick<Plan, 'changes' | 'causes' | 'impact'>

/** Every change of a plan. */
export function* changeInputs(plan: Told): Generator<ChangeState> {
  const accounts = new Map(plan.impact.connections.map(({ id, account }) => [id, account]))
  for (const change of plan.changes) yield changeInput(change, plan, accounts)
}

function changeInput(change: Change, { causes: table }: Told, accounts: ReadonlyMap<string, string>): ChangeState {
  const { address, operation, direction, origin, before, after, reason = null, undo, observed = false } = change
  const causes = change.causes.flatMap((index) => table[index] ?? [])
  return {
    ...{ address, operation, direction, origin, before, after, reason, undo, observed },
    ...aboutOf(change, accounts),
    ends: change.ends.length + (operation === 'revoke' ? 1 : 0),
    causes: causes.map(({ file, line, statement }) => ({ file, line, statement })),
    files: sorted(causes.map(({ file }) => file)),
    attribution: change.attribution ?? null,
  }
}

type About = Pick<ChangeState, 'kind' | 'account' | 'project' | 'group' | 'user' | 'app'>

/** What its address and its fields say. */
function aboutOf({ address, before, after }: Change, accounts: ReadonlyMap<string, string>): About {
  const { kind, parts, keys } = parseAddress(address)
  const [first = null, second = null, third = null] = parts
  const nothing = { account: first, project: null, group: null, user: null, app: null }
  const setting = keys[0] === 'integrations' ? (keys[1] ?? null) : null
  const about: About = { kind: kind as ChangeState['kind'], ...nothing, app: setting }
  if (kind === 'app') return { ...about, account: null, app: first }
  if (kind === 'project') return { ...about, project: second }
  if (kind === 'user') return { ...about, user: second }
  if (kind === 'group') return { ...about, project: third === null ? null : second, group: third ?? second }
  if (kind !== 'connection') return about
  const { app, owner, project } = { ...before, ...after }
  const account = parts.length === 1 ? (accounts.get(first ?? '') ?? null) : first
  return { ...about, account, app: textOf(app) ?? second, user: textOf(owner), project: textOf(project) }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
