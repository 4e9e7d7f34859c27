import type { Rows } from './client.js'
import { type Doc, type Known, ownDoc, setsOf } from './naive-estate.js'

/** What `estate.md` says of live connections, one rule after the other: the tests' own reading of it. */

export interface Rules {
  unpermitted?: 'revoke' | 'report' | 'keep'
  undeclared?: 'keep' | 'report' | 'revoke'
  permissions?: 'revoke' | 'report'
  externalDomains?: string[]
  maxPerUserAndApp?: number
  idleDays?: number
  requireServiceAccount?: string[]
  inUse?: 'protect' | 'revoke'
}

/** What a connection breaks: the code that findings and Waivers use, and what the account's rules say to do. */
export interface Breach {
  code: string
  act: 'revoke' | 'report' | 'keep'
}

/**
 * How documents stand to a connection: a Connection document, or a User document with its very external account, asks
 * for it; or a User document only names the person and the app; or nothing does.
 */
export type Standing = 'wanted' | 'named' | 'undeclared'

/** A live connection with all that the rules look at. */
export interface Judged {
  row: Rows['connections']
  standing: Standing
  permitted: boolean
  /** Where it is not: does a document close one of the gates? */
  closedByDocument: boolean
  /** The addresses of everybody in the account, invited ones too, in small letters. */
  people: ReadonlySet<string>
  permissions: { allow?: string[]; deny?: string[] } | undefined
}

/** Each rule from the nearest that states it: the account's own document, then sets by priority. */
export function rulesOf(docs: readonly Doc[], account: Known): Rules {
  const said = [ownDoc(docs, account.name), ...setsOf(docs, account)].map(
    (doc) => doc?.connections as Rules | undefined,
  )
  return Object.assign({}, ...said.reverse())
}

const DAY = 24 * 60 * 60 * 1000

/** All that one connection breaks. How many a person has is a matter of all of them together: `tooMany`. */
export function breachesOf(rules: Rules, judged: Judged, day: string): Breach[] {
  const { standing, permitted, closedByDocument } = judged
  const rest = broken(rules, judged, day)
  if (!permitted && closedByDocument)
    return [{ code: 'connection/unpermitted', act: rules.unpermitted ?? 'revoke' }, ...rest]
  if (!permitted) return [{ code: 'connection/unpermitted-live', act: 'keep' }, ...rest]
  const undeclared = standing === 'undeclared' ? (rules.undeclared ?? 'keep') : 'keep'
  return undeclared === 'keep' ? rest : [{ code: 'connection/undeclared', act: undeclared }, ...rest]
}

/** What documents ask for by itself no rule ends, or it would be asked for again: it is told. */
function broken(rules: Rules, { row, standing, people, permissions }: Judged, day: string): Breach[] {
  const found: Breach[] = []
  const add = (code: string, act: Breach['act']) =>
    found.push({ code: `connection/${code}`, act: standing === 'wanted' && act === 'revoke' ? 'report' : act })
  const { allow, deny = [] } = permissions ?? {}
  if (row.scopes.some((scope) => deny.includes(scope) || (allow !== undefined && !allow.includes(scope))))
    add('permissions', rules.permissions ?? 'report')
  const outside = row.externalAccount?.split('@').at(-1)?.toLowerCase()
  if (rules.externalDomains !== undefined) {
    if (outside === undefined) add('external-domain', 'report')
    else if (!rules.externalDomains.includes(outside)) add('external-domain', 'revoke')
  }
  const quiet = Date.parse(`${day}T00:00:00Z`) - Date.parse(row.lastUsedAt ?? row.createdAt)
  if (rules.idleDays !== undefined && quiet >= rules.idleDays * DAY) add('idle', 'revoke')
  const isPersons = row.externalAccount !== null && people.has(row.externalAccount.toLowerCase())
  if (rules.requireServiceAccount?.includes(row.app) && isPersons) add('person-account', 'report')
  return found
}

/** Personal connections are unnamed and somebody's. */
export const isPersonal = ({ name, owner }: Rows['connections']): boolean => name === null && owner !== null

/** Of personal connections with one app, those beyond the limit: what documents ask for stays, then the oldest. */
export function tooMany(rules: Rules, living: readonly Judged[]): Judged[] {
  const limit = rules.maxPerUserAndApp
  if (limit === undefined) return []
  const rank = ({ standing, row }: Judged) => `${standing === 'wanted' ? 0 : 1} ${row.createdAt} ${row.id}`
  const personal = living.filter(({ row }) => isPersonal(row)).sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  return personal.filter((each, at) => {
    const before = personal.slice(0, at).filter(({ row }) => row.owner === each.row.owner && row.app === each.row.app)
    return before.length >= limit
  })
}
