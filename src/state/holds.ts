import { groupPath } from '../access/waivers.js'
import type { EstateDocument } from '../model/document.js'
import type { HoldRule } from '../model/hold.js'

/** A Hold as the gates read it. A group is named by its path, or by its name beside its project. */
export function holdRule({ value, source }: EstateDocument<'Hold'>): HoldRule {
  const { name, covers, close = false, until } = value
  const { account, app, project, group, user } = covers
  const path = group === undefined ? undefined : groupPath(group, project)
  const named = { account, app, project, group: path, user }
  const given = Object.fromEntries(Object.entries(named).filter(([, each]) => each !== undefined))
  return { name, covers: given, close, until, statement: { source, path: [] } }
}

/** The holds that may cover something in an account on a day. */
export const holdsOver = (holds: readonly HoldRule[], account: string, day: string): readonly HoldRule[] =>
  holds.filter(({ covers, until }) => day <= until && (covers.account ?? account) === account)
