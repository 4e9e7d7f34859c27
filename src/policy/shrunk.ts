import type { Gate } from './gate.js'

const told = (before: number, now: number): string => `${before} rows at the last record, ${now} now`

/** A listing that fell implausibly since the last record is said until somebody confirms it: doubt is as loud as a failure. */
export const shrunk: Gate = ({ plan, acting = false }) =>
  plan.guards.shrink.shrunk.map(({ collection, before, now, confirmed }) => {
    const { effect, words } = confirmed ? CONFIRMED : acting ? ACTING : HOLDING
    return { rule: 'shrink', effect, subject: collection, message: `${told(before, now)}${words(collection)}` }
  })

interface Word {
  readonly effect: 'pass' | 'warn' | 'hold'
  readonly words: (collection: string) => string
}

const CONFIRMED: Word = { effect: 'pass', words: () => ', and somebody confirmed it' }
/** Whoever names a connection in an incident is not kept from ending it; what the list misses the act cannot be about. */
const ACTING: Word = {
  effect: 'warn',
  words: () => ': the list may not be whole, and what it misses is no part of this',
}
const HOLDING: Word = {
  effect: 'hold',
  words: (collection) =>
    `: what closes, goes or is revoked is held; if the list is whole, add --confirm-shrink ${collection}`,
}
