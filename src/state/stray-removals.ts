import type { EstateDocument } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import type { Problem } from '../model/problem.js'
import type { Snapshot } from '../model/snapshot.js'
import type { EstateIndex } from './estate-index.js'
import type { Governance } from './governed.js'

const COLLECTIONS = { Project: 'projects', Group: 'groups', User: 'users', Connection: 'connections' } as const

/**
 * What is to go by an id that lives in another account, or of another app: nothing would go, and whoever shuts a door by
 * its number must hear that it is another door (E2).
 */
export function strayRemovals(index: EstateIndex, { rows }: Snapshot, { accounts }: Governance): Problem[] {
  const names = new Map([...rows.accounts.values()].map(({ id, name }) => [id, name]))
  for (const { row, name } of accounts) if (row !== null) names.set(row.id, name)
  return (Object.keys(COLLECTIONS) as (keyof typeof COLLECTIONS)[]).flatMap((kind) =>
    index.of(kind).flatMap((document) => {
      const { id, ensure, account, app } = document.value as Said
      const row: Row | undefined = id === undefined ? undefined : rows[COLLECTIONS[kind]].get(id)
      if (ensure !== 'absent' || row === undefined || row.status === 'ended') return []
      const place = names.get(row.account ?? '') ?? 'no account'
      if (place === account && (row.app === undefined || row.app === app)) return []
      return [
        stray(document as EstateDocument, `${id} lives ${row.app === undefined ? '' : `for ${row.app} `}in ${place}`),
      ]
    }),
  )
}

interface Said {
  readonly id?: string
  readonly ensure?: 'absent'
  readonly account: string
  readonly app?: string
}
interface Row {
  readonly account: string | null
  readonly app?: string
  readonly status?: string
}

const stray = (document: EstateDocument, where: string): Problem => ({
  ...{ code: 'state/elsewhere', severity: 'error', address: addressOfDocument(document) },
  message: `${where}, so that nothing is removed here; correct the account, the app or the id`,
  statements: [{ source: document.source, path: ['id'] }],
})
