import type { ExceptionRow } from '../model/audit-detail.js'
import { compareText } from '../model/canonical.js'
import type { EstateDocument, Path } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import { placeOf } from './places.js'

const DAY = 24 * 60 * 60 * 1000

/** All that holds otherwise than the rest or until a day, what ends first on top (E13). */
export const exceptionsOf = (documents: readonly EstateDocument[], day: string): ExceptionRow[] =>
  documents
    .flatMap((document) => [...named(document), ...dated(document)])
    .map(
      ({ said, path, source, ...rest }): ExceptionRow => ({
        ...rest,
        ...lasting(said, day),
        at: placeOf({ source, path }),
      }),
    )
    .sort((a, b) => compareText(a.until ?? '9', b.until ?? '9') || compareText(a.name, b.name))

interface Said {
  readonly from?: string
  readonly until?: string
}

type Found = Pick<ExceptionRow, 'kind' | 'name' | 'covers' | 'reason' | 'owner' | 'approver' | 'ticket'> & {
  readonly said: Said
  readonly path: Path
  readonly source: EstateDocument['source']
}

function* named({ value, source }: EstateDocument): Generator<Found> {
  const at = { path: [], source }
  if (value.kind === 'Waiver') {
    const { name, covers, reason, owner, approvedBy, ticket, until } = value
    yield {
      kind: 'waiver',
      name,
      covers: texts(covers),
      reason,
      owner,
      approver: approvedBy,
      ticket,
      said: { until },
      ...at,
    }
  }
  if (value.kind === 'Hold') {
    const { name, covers, reason, owner, ticket = null, until } = value
    yield { kind: 'hold', name, covers: texts(covers), reason, owner, approver: null, ticket, said: { until }, ...at }
  }
  if (value.kind === 'Override') {
    const { name, limit, max, reason, owner, ticket = null, until } = value
    const covers = { limit, max: String(max) }
    yield { kind: 'override', name, covers, reason, owner, approver: null, ticket, said: { until }, ...at }
  }
}

const texts = (covers: object): Record<string, string> =>
  Object.fromEntries(Object.entries(covers).map(([key, value]) => [key, String(value)]))

/** Entries that carry `from` or `until`, in maps and in lists of apps. */
function* dated(document: EstateDocument): Generator<Found> {
  const { value, source } = document
  const {
    reason = null,
    owner = null,
    ticket = null,
  } = value as unknown as Readonly<Record<string, string | undefined>>
  for (const { app, said, path } of entriesOf(value)) {
    const covers = { ...scopeOf(value), app }
    const who = document.kind === 'Connection' ? null : owner
    yield {
      ...{ kind: 'dated', name: addressOfDocument(document), covers, reason, owner: who, approver: null, ticket },
      ...{ said, path, source },
    }
  }
}

function scopeOf(value: EstateDocument['value']): Record<string, string> {
  const { account, project, name, email } = value as unknown as Readonly<Record<string, string | undefined>>
  const own = { Account: 'account', Project: 'project', Group: 'group' }[value.kind as string]
  const scope = { account, project, ...(own === undefined ? {} : { [own]: name }), user: email }
  return Object.fromEntries(Object.entries(scope).flatMap(([key, each]) => (each === undefined ? [] : [[key, each]])))
}

interface Entry {
  readonly app: string
  readonly said: Said
  readonly path: Path
}

function* entriesOf(value: EstateDocument['value']): Generator<Entry> {
  if ('integrations' in value) yield* datedIn(value.integrations ?? {}, ['integrations'])
  if ('apps' in value) yield* datedIn(value.apps ?? [], ['apps'])
  if ('allowedApps' in value) {
    yield* datedIn(value.allowedApps?.apps ?? [], ['allowedApps', 'apps'])
    yield* datedIn(value.allowedApps?.except ?? [], ['allowedApps', 'except'])
  }
}

/** Lists name their app in the entry, maps by its key. */
function* datedIn(entries: object, path: Path): Generator<Entry> {
  for (const [key, entry] of Object.entries(entries) as [string, { app?: string } & Said][])
    if (typeof entry === 'object' && (entry.from !== undefined || entry.until !== undefined))
      yield { app: entry.app ?? key, said: entry, path: [...path, Array.isArray(entries) ? Number(key) : key] }
}

/** Whole days, UTC: on its last day something still holds, and none are left. */
function lasting({ from = null, until = null }: { from?: string | null; until?: string | null }, day: string) {
  const daysLeft = until === null ? null : Math.round((Date.parse(until) - Date.parse(day)) / DAY)
  const state: ExceptionRow['state'] =
    from !== null && day < from ? 'coming' : until !== null && day > until ? 'expired' : 'active'
  return { from, until, daysLeft, state }
}
