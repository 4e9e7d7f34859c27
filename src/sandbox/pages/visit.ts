import { transaction } from '../http/execute.js'
import type { Platform } from '../platform.js'
import type { Principal } from '../principal.js'
import { forbidden, notFound, Problem } from '../problems.js'
import { demandFullToken } from '../roles.js'
import type { Collection, Rows } from '../rows.js'
import { Write } from '../write.js'
import type { Notice } from './session.js'
import type { Html } from './view/html.js'
import { inWords } from './words.js'

/** Somebody looks at a page, or sends a form of it. */
export interface Visit {
  platform: Platform
  /** Undefined for whoever has not signed in. */
  who: Principal | undefined
  /** The secret of their browser. */
  key: string
  path: string
  params: Record<string, string>
  query: URLSearchParams
  form: URLSearchParams
  /** What the page is to tell above everything else. */
  notice: Notice | undefined
}

/** A page, or the way to another one; `key` replaces the visitor's secret. */
export type Reply = { status?: number; page: Html } | { to: string; key?: string; notice?: Notice }

/** One address of the pages. */
export interface PageRoute {
  method: 'GET' | 'POST'
  url: string
  handle(visit: Visit): Reply | Promise<Reply>
}

/** Thrown where somebody must sign in first. */
export class SignInFirst extends Error {}

/** Whoever is signed in; else they sign in first. */
export function visitor({ who }: Visit): Principal {
  if (!who) throw new SignInFirst()
  return who
}

/** A row that the visitor may know of; 404 otherwise. */
export function rowOf<C extends Collection>(
  { platform }: Visit,
  collection: C,
  id: string,
  passes = (_: Rows[C]) => true,
) {
  const row = platform.store.get(collection, id)
  if (row && passes(row)) return row
  throw notFound(`${id} in ${collection}`)
}

/** Runs a form's write by the rules of the interface, whole or not at all. */
export function writing<T>(visit: Visit, work: (write: Write) => T): T {
  const who = visitor(visit)
  demandFullToken(who)
  return transaction(visit.platform, () => work(new Write(visit.platform, who)))
}

/** The version that a form was made for: what changed meanwhile is not overwritten. */
export const seen = ({ form }: Visit) => {
  const version = form.get('version')
  return version === null || version === '' ? { ifMatch: null, ifNew: true } : { ifMatch: version, ifNew: false }
}

/** The version for a form to carry; empty for a setting that nobody has written. */
export const versionOf = (row: object): string => ('etag' in row ? String(row.etag) : '')

/** 403 unless it holds. */
export function demandThat(holds: boolean, why: string): void {
  if (!holds) throw forbidden(why)
}

/** Makes the page's form handler: does it and goes on, or shows the page again with what went wrong. */
export function acting(
  act: (visit: Visit) => Reply | Promise<Reply>,
  again: (visit: Visit) => Reply,
): (visit: Visit) => Promise<Reply> {
  return async (visit) => {
    try {
      return await act(visit)
    } catch (error) {
      if (!(error instanceof Problem) || error.status === 404) throw error
      const shown = again({ ...visit, notice: { tone: 'trouble', text: inWords(error) } })
      return 'page' in shown ? { ...shown, status: error.status } : shown
    }
  }
}
