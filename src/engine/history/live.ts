import { keyOf } from '../../history/known.js'
import { type Rows, readsOver } from '../../history/rows.js'
import type { Story } from '../../history/story.js'
import type { Audit } from '../../model/audit.js'
import type { Estate } from '../../model/document.js'
import type { Snapshot } from '../../model/snapshot.js'
import { auditOver } from '../audit.js'
import type { RunOptions } from '../options.js'

/** What a reader would have read, from a picture and the rows that runs moved since. */
export function snapshotOf(rows: Rows, { begun, reads, platform, picture }: Story): Snapshot {
  const { name = '', version = '', levels = [] } = platform ?? {}
  return {
    platform: {
      ...{ name, version, tenant: begun.tenant, url: begun.url },
      capabilities: { levels, changeFeed: false, lease: false, expectConnections: false },
    },
    // Whoever looks back asks for nothing and writes nothing: roles of today say nothing about then.
    principal: { ...begun.principal, roles: [{ role: 'operator' }], tokenKind: 'read' },
    revision: picture?.revision ?? 0,
    rows: rows.all,
    reads: readsOver(reads, rows.all),
  }
}

/** Who may use what by live settings alone, as no document decides it. */
export async function liveAlone(estate: Estate, snapshot: Snapshot, options: RunOptions): Promise<Audit> {
  const { audit } = await auditOver({ ...estate, documents: [] }, snapshot, options)
  return audit
}

/** What of rows is compared with what was seen later: who may use what where, and which connections stand. */
export const seenIn = ({ access, connections }: Pick<Audit, 'access' | 'connections'>): Map<string, string> =>
  new Map([
    ...access
      .filter(({ live }) => live.length > 0)
      .map(({ account, user, app, live }) => [accessKey(account, user, app), live.join('\0')] as const),
    ...connections.flatMap(({ account, id, app, project, owner }) =>
      id === null ? [] : [[connectionKey(account, id), keyOf(app, project ?? '', owner ?? '')] as const],
    ),
  ])

export const accessKey = (account: string, user: string, app: string): string => keyOf('access', account, user, app)
export const connectionKey = (account: string, id: string): string => keyOf('connection', account, id)
