import type { EstateDocument, Path } from '../../model/document.js'
import { type Complaint, diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** How long before its last day a waiver is warned about, in days: what it covers is planned from the day after. */
const NOTICE = 14
const DAY = 24 * 60 * 60 * 1000

/** What makes an accepted finding acceptable (E13): narrow, approved by somebody else, and not for ever. */
export const waivers: Rule = function* waivers(draft) {
  for (const waiver of draft.of('Waiver')) {
    for (const { path, ...complaint } of [...narrowness(waiver), ...approval(waiver), ...end(waiver, draft.today)])
      yield diagnosticIn({ source: waiver.source, path }, complaint)
  }
}

type Waiver = EstateDocument<'Waiver'>
type Placed = Complaint & { readonly path: Path }

function narrowness({ value: { covers } }: Waiver): Placed[] {
  const { finding, account, ...more } = covers
  const missing = [finding === undefined ? 'finding' : '', account === undefined ? 'account' : ''].filter(Boolean)
  if (missing.length === 0 && Object.keys(more).length > 0) return []
  const message =
    missing.length > 0
      ? `this waiver does not say of which ${missing.join(' and ')}`
      : 'this waiver covers a whole account'
  const help = 'Name finding, account and at least one of app, user, project, group and connection.'
  return [{ code: 'waiver/too-wide', message, help, path: ['covers'] }]
}

function approval({ value: { owner, approvedBy } }: Waiver): Placed[] {
  if (owner.toLowerCase() !== approvedBy.toLowerCase()) return []
  const message = `${approvedBy} owns this waiver and cannot approve it too`
  const help = 'Have somebody else approve it.'
  return [{ code: 'waiver/own-approval', message, help, path: ['approvedBy'] }]
}

function end({ value: { until } }: Waiver, today: string): Placed[] {
  const left = Math.round((Date.parse(until) - Date.parse(today)) / DAY)
  if (left > NOTICE) return []
  const shared = { severity: 'warning', path: ['until'] } as const
  const help = 'Mend what it covers, or have it approved anew with a later date.'
  if (left < 0)
    return [{ code: 'waiver/expired', message: `this ended on ${until} and covers nothing any more`, help, ...shared }]
  const message = `this ends on ${until}; what it covers is planned from the day after`
  return [{ code: 'waiver/ends-soon', message, help, ...shared }]
}
