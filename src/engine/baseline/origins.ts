import { parseAddress } from '../../model/address.js'
import type { Cause, Change, Origin } from '../../model/generated/plan.js'
import type { AuditEvent, Collection, Snapshot } from '../../model/snapshot.js'

/** A row of the platform whose history is asked for. */
export interface Row {
  readonly collection: Collection
  readonly id: string
}

/** Marks what the commit under review brings; all else keeps what the plan knows of it by itself. */
export const markOurs = (changes: readonly Change[], isOurs: (change: Change) => boolean): Change[] =>
  changes.map((change) => (isOurs(change) ? { ...change, origin: 'change' } : change))

/**
 * Settles, beside a baseline, what is not of this commit: a set that matches others now, a catalogue that grew, and all
 * else drifted. Sets and catalogues answer only where the platform's trail shows that what they look at changed since
 * Writ last wrote what differs; what follows from another change has its origin.
 */
export class Origins {
  readonly #accounts: ReadonlyMap<string, string>
  readonly #apps: ReadonlyMap<string, string>
  readonly #projects: ReadonlyMap<string, string>

  constructor(
    private readonly planned: { readonly changes: readonly Change[]; readonly causes: readonly Cause[] },
    private readonly snapshot: Snapshot,
  ) {
    const { accounts, apps, projects } = snapshot.rows
    this.#accounts = new Map([...accounts.values()].map(({ id, name }) => [name, id]))
    this.#apps = new Map([...apps.values()].map(({ id, name }) => [name, id]))
    this.#projects = new Map([...projects.values()].map(({ id, account, name }) => [`${account}/${name}`, id]))
  }

  /** What else has to be known to tell why something differs: whether accounts, projects and apps are what they were. */
  witnesses(): Row[] {
    const open = this.planned.changes.filter(({ origin }) => origin === 'difference')
    const rows = open.flatMap((change) => [...this.#members(change), ...this.#gained(change)])
    return [...new Map(rows.map((row) => [`${row.collection}/${row.id}`, row])).values()]
  }

  /** @param changes those of the plan, by now perhaps attributed to somebody's hand */
  settle(changes: readonly Change[], events: readonly AuditEvent[]): Change[] {
    const trail = new Trail(events, this.snapshot.principal.id)
    const settled: Origin[] = []
    return changes.map((change, at) => {
      const origin = change.origin === 'difference' ? this.#originOf(change, trail, settled) : change.origin
      settled[at] = origin
      return origin === change.origin ? change : { ...change, origin }
    })
  }

  #originOf(change: Change, trail: Trail, settled: readonly Origin[]): Origin {
    const since = trail.lastWrite(change.target)
    const moved = (rows: readonly Row[], fields: readonly string[]) =>
      rows.length > 0 && rows.every((row) => trail.isNewer(row, fields, since))
    if (moved(this.#gained(change), ['category', 'status', 'name'])) return 'catalogue'
    if (moved(this.#members(change), ['labels', 'name'])) return 'membership'
    const [needed = 'drift', ...others] = new Set(change.needs.map((need) => settled[need] ?? 'drift'))
    return others.length === 0 && needed !== 'change' ? needed : 'drift'
  }

  #said = ({ causes }: Change): string[] => causes.map((at) => this.planned.causes[at]?.statement ?? '')

  /** Where sets alone speak: the account, or the project, that they match. */
  #members(change: Change): Row[] {
    const said = this.#said(change)
    const by = (kind: string) => said.length > 0 && said.every((each) => each.startsWith(`${kind}/`))
    const { kind, parts } = parseAddress(change.address)
    const account = this.#accounts.get(parts[0] ?? '')
    if (by('accountset')) return account === undefined ? [] : [{ collection: 'accounts', id: account }]
    const project = kind === 'project' && by('projectset') ? this.#projects.get(`${account}/${parts[1]}`) : undefined
    return project === undefined ? [] : [{ collection: 'projects', id: project }]
  }

  /** Where categories or "all" speak for what an allow-list gains: the apps that it gains. */
  #gained(change: Change): Row[] {
    const [had, has] = [change.before?.allowedApps, change.after?.allowedApps]
    const said = this.#said(change)
    if (!Array.isArray(had) || !Array.isArray(has) || said.length === 0 || !said.every(isWide)) return []
    const gained = has.filter((app) => !had.includes(app)).flatMap((app) => this.#apps.get(app) ?? [])
    return gained.map((id) => ({ collection: 'apps', id }))
  }
}

const isWide = (statement: string): boolean => /[#.](categories|allApps)(\.|$)/.test(statement)

/** The platform's audit events, by row. */
class Trail {
  readonly #events = new Map<string, AuditEvent[]>()

  constructor(
    events: readonly AuditEvent[],
    private readonly writ: string,
  ) {
    for (const event of events) {
      const key = `${event.collection}/${event.resource}`
      const known = this.#events.get(key)
      if (known === undefined) this.#events.set(key, [event])
      else known.push(event)
    }
  }

  /** The revision of Writ's last write to a row; 0 where it never wrote it. */
  lastWrite({ collection, id }: Change['target']): number {
    return this.#of(`${collection}/${id}`).findLast(({ principal }) => principal.id === this.writ)?.revision ?? 0
  }

  /** Was a row made, or one of its fields written, after a revision? */
  isNewer({ collection, id }: Row, fields: readonly string[], since: number): boolean {
    return this.#of(`${collection}/${id}`).some(
      ({ action, changes, revision }) =>
        revision > since && (action === 'create' || fields.some((field) => field in changes)),
    )
  }

  #of(key: string): readonly AuditEvent[] {
    return this.#events.get(key) ?? []
  }
}
