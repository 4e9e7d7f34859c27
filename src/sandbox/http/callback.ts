import { finish, type Returned, returning } from '../connecting/finish.js'
import { pageOf } from '../connecting/flow.js'
import type { Answer } from '../idempotency.js'
import { leaveNotice, signedIn, visitorOf } from '../pages/session.js'
import { forbidden, Problem } from '../problems.js'
import { shownEffects } from '../shown.js'
import { answer, type Call } from './call.js'

/** What the third party may add to the address (RFC 6749, 4.1.2; RFC 9207). */
export const RETURNED = ['state', 'code', 'iss', 'error', 'error_description']

/**
 * Back from the third party. Whoever comes back must be who began, by their token or as the page's visitor: a state alone
 * could be given to somebody else, whose account would then be connected for the one who began (RFC 6749, 10.12).
 */
export async function comeBack(call: Call): Promise<Answer> {
  const { platform, headers, query, who } = call
  const returned = query as Returned
  const person = who.id === '' ? signedIn(platform, visitorOf(platform, headers.cookie).key, 'portal') : who
  const page = pageOf(platform, returned)
  if (!person && page === undefined) throw new Problem('unauthorized', 'Come back with the token that this began with.')
  const taken = returning(platform, returned)
  if (page !== undefined) return backToPage(call, taken, page)
  if (person?.id !== taken.actor.id) throw forbidden('Somebody else began to connect. Sign in as them, or start again.')
  const { write, row } = await finish(platform, taken, returned)
  return answer(201, { ...row, effects: shownEffects(write.store, write.effects) }, row.etag)
}

/** A flow that began on a page ends there, for the same person: else somebody could have their link followed by another. */
async function backToPage(call: Call, taken: ReturnType<typeof returning>, page: string): Promise<Answer> {
  const { platform, headers, query } = call
  const { key } = visitorOf(platform, headers.cookie)
  try {
    if (signedIn(platform, key, 'portal')?.id !== taken.actor.id)
      throw forbidden('Somebody else began to connect. Sign in as them, or start again.')
    const { row } = await finish(platform, taken, query as Returned)
    leaveNotice(platform, key, { tone: 'done', text: `${row.app} is connected as ${row.externalAccount}.` })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    leaveNotice(platform, key, { tone: 'trouble', text: error.message })
  }
  return { status: 303, body: '', location: page }
}
