import type { AccessRow, Audit, ConnectionRow, Verdict } from '../model/audit.js'
import { count, grouped, list, verb } from './words.js'

/**
 * What is not as declared, in the numbers that the tables show: `9 accesses of 5 people and 6 connections are there and
 * undeclared; 1 access and 3 connections are declared and missing`. Nothing where all is as declared. An access is one
 * person and one app. To be asked before people are only counted: it tells them apart by their addresses.
 */
export function foundText(audit: Audit): string {
  const told = (['undeclared', 'missing'] as const).map((verdict) => found(audit, verdict))
  return told.filter((part) => part !== '').join('; ')
}

const SAID = { undeclared: 'there and undeclared', missing: 'declared and missing' } as const

function found(audit: Audit, verdict: keyof typeof SAID): string {
  const of = <Row extends { readonly verdict: Verdict }>(rows: readonly Row[]): Row[] =>
    rows.filter((row) => row.verdict === verdict)
  const [access, connections] = [of(audit.access), of(audit.connections)]
  const parts = [
    ...(access.length > 0 ? [accesses(access)] : []),
    ...(connections.length > 0 ? [count(connections.length, 'connection')] : []),
  ]
  if (parts.length === 0) return ''
  const is = verb(access.length + connections.length, 'is', 'are')
  return `${list(parts)} ${is} ${SAID[verdict]}${inAccounts([...access, ...connections])}`
}

/** One access has one person: that goes without saying. */
const accesses = (rows: readonly AccessRow[]): string => {
  const people = new Set(rows.map(({ account, user }) => JSON.stringify([account, user]))).size
  return rows.length === 1 ? '1 access' : `${grouped(rows.length)} accesses of ${count(people, 'person', 'people')}`
}

/** Nothing where there is one: most people have one in mind then. */
function inAccounts(rows: readonly (AccessRow | ConnectionRow)[]): string {
  const accounts = new Set(rows.map(({ account }) => account)).size
  return accounts === 1 ? '' : `, in ${count(accounts, 'account')}`
}
