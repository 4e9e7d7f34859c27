import type { Statement } from '../model/document.js'

/** An accepted finding: until its day Writ tells it and does nothing about it (E13). */
export interface WaiverRule {
  readonly name: string
  readonly covers: {
    readonly finding?: string
    readonly account?: string
    readonly project?: string
    readonly group?: string
    readonly app?: string
    readonly user?: string
    /** By name or id. */
    readonly connection?: string
  }
  /** The last day it covers anything, `YYYY-MM-DD`, UTC. */
  readonly until: string
  readonly statement: Statement
}

/** What a finding is about; null or absent for what it says nothing of. */
export interface Found {
  readonly code: string
  readonly account: string
  readonly project?: string | null
  /** `apollo/engineering`, or `engineering` for a group without a project. */
  readonly group?: string | null
  readonly app?: string | null
  readonly user?: string | null
  /** The connection's id and, if it has one, its name. */
  readonly connection?: readonly (string | null)[]
}

/** The first waiver that covers a finding on a day; what a waiver leaves out means any. Null where none does. */
export const waiverFor = (waivers: readonly WaiverRule[], found: Found, day: string): WaiverRule | null =>
  waivers.find((waiver) => day <= waiver.until && isCovered(waiver.covers, found)) ?? null

function isCovered({ finding, account, connection, group, ...named }: WaiverRule['covers'], found: Found): boolean {
  return (
    finding === found.code &&
    account === found.account &&
    (connection === undefined || found.connection?.includes(connection) === true) &&
    (group === undefined || found.group === groupPath(group, named.project)) &&
    (['project', 'app', 'user'] as const).every((field) => named[field] === undefined || named[field] === found[field])
  )
}

/** A group is named by its path, or by its name beside its project. */
export const groupPath = (group: string, project: string | undefined): string =>
  project === undefined || group.includes('/') ? group : `${project}/${group}`
