import { type Found, type WaiverRule, waiverFor } from '../access/waivers.js'
import { address, parseAddress } from '../model/address.js'
import type { Problem } from '../model/problem.js'
import { child, type Resource } from '../model/resource.js'
import type { PlanSettings } from './context.js'

/**
 * Tells the findings of one account that a Waiver covers as waived, until when (E13). An error is none: it stops its
 * account, and nobody can accept that.
 * @param account as it lives, for what is told of a connection by its id
 */
export function waive(
  problems: readonly Problem[],
  account: () => Resource<'account'>,
  { waivers, day }: Pick<PlanSettings, 'waivers' | 'day'>,
): readonly Problem[] {
  if (waivers.length === 0 || problems.every(({ severity }) => severity === 'error')) return problems
  const lives = account()
  return problems.map((problem) => {
    const waiver = problem.severity === 'error' ? null : waiverFor(waivers, foundOf(problem, lives), day)
    return waiver === null ? problem : waived(problem, waiver)
  })
}

function waived(problem: Problem, { name, until, statement }: WaiverRule): Problem {
  const message = `${problem.message}; waived by ${name} until ${until}`
  const statements = [...problem.statements, statement]
  return { ...problem, severity: 'info', message, statements, waived: { waiver: name, until } }
}

/** What a finding is about, from its address; of a connection, from the connection. */
function foundOf({ code, address: at }: Problem, account: Resource<'account'>): Found {
  const { kind, parts, keys } = parseAddress(at)
  if (kind === 'connection') return aboutConnection(code, parts, account)
  const [, second = null, third = null] = parts
  const isInGroup = kind === 'group'
  return {
    ...{ code, account: account.key },
    app: keys[0] === 'integrations' ? (keys[1] ?? null) : null,
    user: kind === 'user' ? second : null,
    project: kind === 'project' || (isInGroup && third !== null) ? second : null,
    group: isInGroup ? parts.slice(1).join('/') : null,
  }
}

/** By its id, or as a document names it: `connection/acme/google/finance-sheets`. */
function aboutConnection(code: string, parts: readonly string[], account: Resource<'account'>): Found {
  const [id = '', app = null, name = null] = parts
  const fields = child(account, 'connection', id)?.fields
  if (fields === undefined) return { code, account: account.key, app, connection: [name] }
  const { project, owner } = fields
  return { code, account: account.key, app: fields.app, project, user: owner, connection: [id, fields.name] }
}

/** Waivers that should cover something and cover nothing: what they accepted is gone, or they miss it. */
export function unusedWaivers(
  problems: readonly Problem[],
  { waivers, day }: Pick<PlanSettings, 'waivers' | 'day'>,
  isPlanned: (account: string) => boolean,
): Problem[] {
  const used = new Set(problems.flatMap(({ waived }) => waived?.waiver ?? []))
  return waivers
    .filter(({ name, until, covers }) => day <= until && !used.has(name) && isPlanned(covers.account ?? ''))
    .map(({ name, covers, statement }) => ({
      code: 'waiver/unused',
      severity: 'info',
      address: address('waiver', name),
      message: `nothing is found that it covers (${covers.finding}); delete it, or correct what it covers`,
      statements: [statement],
    }))
}
