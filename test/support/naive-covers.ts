import { type Doc, inForce } from './naive-estate.js'

/** What Holds and Waivers are about, as `estate.md` has it: what is left out means any. */

export interface About {
  account: string
  app: string
  project?: string | null
  user?: string | null
  /** Name or id. */
  connection?: readonly (string | null)[]
}

type Covers = Partial<Record<'finding' | 'account' | 'project' | 'app' | 'user' | 'connection', string>>

export function covers(doc: Doc, { account, app, project, user, connection = [] }: About): boolean {
  const said = (doc.covers ?? {}) as Covers
  const is = (word: string | undefined, value: string | null | undefined) => word === undefined || word === value
  return (
    is(said.account, account) &&
    is(said.app, app) &&
    is(said.project, project) &&
    is(said.user, user) &&
    (said.connection === undefined || connection.includes(said.connection))
  )
}

/** Through the whole last day. */
const inTime = (docs: readonly Doc[], kind: string, day: string): Doc[] =>
  docs.filter((doc) => doc.kind === kind && inForce(doc as { until?: string }, day))

/** Does somebody accept this finding, until a date that has not passed? */
export const isWaived = (docs: readonly Doc[], finding: string, about: About, day: string): boolean =>
  inTime(docs, 'Waiver', day).some((doc) => {
    const said = (doc.covers as Covers).finding
    return (said === undefined || said === finding) && covers(doc, about)
  })

/** The Holds over something; with `close`, those alone that also close what is open. */
export const holdsOver = (docs: readonly Doc[], about: About, day: string, close: boolean): Doc[] =>
  inTime(docs, 'Hold', day).filter((doc) => (!close || doc.close === true) && covers(doc, about))
