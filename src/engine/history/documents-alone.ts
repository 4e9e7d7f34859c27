import type { AccessRow, Audit } from '../../model/audit.js'
import type { Estate } from '../../model/document.js'
import type { Declared, Known, PastAccess } from '../../model/history.js'
import { auditOver } from '../audit.js'
import type { RunOptions } from '../options.js'
import { accessKey } from './live.js'
import { namesOf } from './names.js'
import type { Seen } from './pictured.js'
import { supposed } from './supposed.js'

/** What is known of a look that confirmed the documents. */
export interface Confirmed {
  readonly declared: Declared | null
  /** The run that saw the platform in sync with that commit, and when; null where none did. */
  readonly inSync: { readonly run: string; readonly at: string } | null
}

/**
 * Where nobody took a picture: who could use what as far as documents alone decide it, for the people that they name. Asked
 * twice, with all that they leave open closed, and open: where both agree, the documents decide.
 */
export async function documentsAlone(
  estate: Estate | null,
  { declared, inSync }: Confirmed,
  options: RunOptions,
): Promise<Seen> {
  const none = {
    ...{ picture: null, next: null, runs: [], connections: [], audit: null, gaps: [], explanations: [], gates: [] },
    ...{ reasons: ['read-incomplete'] as const, names: namesOf(estate, null) },
  }
  if (estate === null) return { ...none, access: [], open: [NOBODY_LOOKED] }
  const { audit: least } = await auditOver(estate, supposed(estate, 'closed'), options)
  const { audit: most } = await auditOver(estate, supposed(estate, 'open'), options)
  const low = new Map(least.access.filter(isHeard).map((row) => [keyIn(row), row]))
  const sources = declared?.source == null ? [] : [declared.source]
  const doubt = inSync === null ? 'no look tells whether it was so' : `${inSync.run} saw all in sync at ${inSync.at}`
  const isProven = declared?.proven !== false
  const known = (isSame: boolean): Known => ({
    known: !isSame ? 'not-known' : isProven ? 'declared' : 'unproven',
    doubt: isSame ? doubt : 'it depends on what documents leave open, and nobody looked',
    sources,
  })
  const access = most.access
    .filter(({ verdict, user, declared: places }) => verdict !== 'ungoverned' && user !== '' && places.length > 0)
    .map(({ why: _, ...row }): PastAccess => {
      const places = low.get(keyIn(row))?.declared ?? []
      const isSame = places.length === row.declared.length && row.verdict !== 'not-evaluable'
      const plain = { ...row, verdict: 'not-evaluable' as const, live: [], declared: places, gates: [] }
      return { ...plain, ...{ connections: 0, lastUsedAt: null, why: null, writer: null }, ...known(isSame) }
    })
  return { ...none, access, open: openOf(estate, most) }
}

const isHeard = ({ verdict }: AccessRow): boolean => verdict !== 'not-evaluable'

const keyIn = ({ account, user, app }: Pick<AccessRow, 'account' | 'user' | 'app'>): string =>
  accessKey(account, user, app)

const NOBODY_LOOKED =
  'no picture was taken before that day (writ audit --record takes one): who was there, and what was on, is not known'

function openOf({ documents }: Estate, { doubtful }: Audit): string[] {
  const sets = documents.filter(({ kind }) => kind === 'AccountSet' || kind === 'ProjectSet').length
  return [
    NOBODY_LOOKED,
    'people whom no document names, projects that none names, undeclared access and live connections are not in this answer',
    'that apps were installed and configured, and projects active, is taken for granted',
    ...(sets === 0 ? [] : [`${sets} sets may have matched accounts and projects that no document names`]),
    ...doubtful.map(({ account, reason }) => `${account}: ${reason}`),
  ]
}
