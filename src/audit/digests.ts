import type { AccessRow, ConnectionRow } from '../model/audit.js'
import type { ExceptionRow, UsageRow } from '../model/audit-detail.js'
import { digest } from '../model/canonical.js'

/** What is said of one account. */
export interface Part {
  readonly access: readonly AccessRow[]
  readonly connections: readonly ConnectionRow[]
  readonly usage: readonly UsageRow[]
}

/**
 * SHA-256 over what the audit says of one account: who may use what and how that stands to what is declared, what is
 * connected, what is excepted. Times, lines and reasons are not in it, nor how much anything is used, so that it
 * changes only when access does.
 */
export function digestOfPart(
  tenant: string,
  account: string,
  verdict: string,
  { access, connections, usage }: Part,
  exceptions: readonly ExceptionRow[],
): string {
  return digest([
    ...['audit/1', tenant, account, verdict],
    usage.filter(({ allowed, on }) => allowed || on).map(({ app, allowed, on }) => [app, allowed, on]),
    access.map((row) => [row.user, row.app, row.verdict, row.live, row.declared]),
    connections.map((row) => [
      ...[row.id, row.app, row.project, row.name, row.owner, row.externalAccount, row.status, row.verdict],
      row.workflows,
    ]),
    exceptions
      .filter(({ covers }) => covers.account === account)
      .map(({ kind, name, covers, from, until, state }) => [kind, name, covers, from, until, state]),
  ])
}

/** SHA-256 over the parts of all accounts. */
export const digestOfParts = (tenant: string, parts: readonly (readonly [account: string, digest: string])[]): string =>
  digest(['audit/1', tenant, parts])
