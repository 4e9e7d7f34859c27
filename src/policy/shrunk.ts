import type { Gate } from './gate.js'

const told = (before: number, now: number): string => `${before} rows at the last record, ${now} now`

/** A listing that fell implausibly since the last record is said until somebody confirms it: doubt is as loud as a failure. */
export const shrunk: Gate = ({ plan }) =>
  plan.guards.shrink.shrunk.map(({ collection, before, now, confirmed }) => ({
    rule: 'shrink',
    effect: confirmed ? 'pass' : 'hold',
    subject: collection,
    message: confirmed
      ? `${told(before, now)}, and somebody confirmed it`
      : `${told(before, now)}: what closes, goes or is revoked is held; if the list is whole, add --confirm-shrink ${collection}`,
  }))
