import { parseAddress } from '../../model/address.js'
import type { EstateDocument, Path } from '../../model/document.js'
import { type Complaint, diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** A Review says what somebody looked at, when, and what should go; it never acts. */
export const reviews: Rule = function* reviews(draft) {
  for (const review of draft.of('Review')) {
    for (const { path, ...complaint } of [...scope(review), ...days(review, draft.today), ...removals(review)])
      yield diagnosticIn({ source: review.source, path }, complaint)
  }
}

type Review = EstateDocument<'Review'>
type Placed = Complaint & { readonly path: Path }

function scope({ value: { covers } }: Review): Placed[] {
  const shared = { code: 'review/covers', help: 'Cover an account, or an app, and what lies in it.' } as const
  if (covers.finding !== undefined)
    return [{ ...shared, message: 'a review covers access, not a finding', path: ['covers', 'finding'] }]
  if (covers.account !== undefined || covers.app !== undefined) return []
  return [{ ...shared, message: 'this review says neither account nor app', path: ['covers'] }]
}

function days({ value: { at, next } }: Review, today: string): Placed[] {
  const shared = { code: 'review/dates', help: 'Correct the day.' } as const
  if (at > today) return [{ ...shared, message: `${at} is yet to come: nobody has looked then`, path: ['at'] }]
  if (next === undefined) return []
  if (next <= at) return [{ ...shared, message: `the next one is due on ${next}, not after this one`, path: ['next'] }]
  if (next >= today) return []
  const message = `the next one was due on ${next}`
  const help = 'Look again, and write a Review about it.'
  return [{ code: 'review/due', severity: 'warning', message, help, path: ['next'] }]
}

const REMOVABLE = new Set(['app', 'account', 'template', 'project', 'group', 'user', 'connection'])

function* removals({ value: { covers, remove = [] } }: Review): Generator<Placed> {
  for (const [index, address] of remove.entries()) {
    const message = whyNot(address, covers.account)
    const help = 'Write an address as plans show them, such as account/acme#integrations.trello.'
    if (message !== null) yield { code: 'review/remove', message, help, path: ['remove', index] }
  }
}

function whyNot(address: string, account: string | undefined): string | null {
  const parsed = parsedOrNull(address)
  if (parsed === null || !REMOVABLE.has(parsed.kind) || parsed.parts.some((part) => part === ''))
    return `${address} is no address of what lives on a platform`
  const isByName = parsed.kind !== 'app' && !(parsed.kind === 'connection' && parsed.parts.length === 1)
  if (!isByName || account === undefined || parsed.parts[0] === account) return null
  return `${address} lies outside ${account}, which this review covers`
}

/** A percent sign that encodes nothing makes no address. */
function parsedOrNull(address: string): ReturnType<typeof parseAddress> | null {
  try {
    const parsed = parseAddress(address)
    return parsed.parts.length > 0 ? parsed : null
  } catch {
    return null
  }
}
