import type { Diagnostic } from '../../model/diagnostic.js'
import type { EstateDocument, Path } from '../../model/document.js'
import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

interface Dated {
  readonly from?: string
  readonly until?: string
}

/** Dates are whole days, UTC, both included (E13): an order that cannot be, and what has passed or is to come. */
export const dates: Rule = function* dates({ documents, today }) {
  for (const { value, source } of documents) {
    for (const { dated, path } of datedEntries(value)) {
      const complaint = judge(dated, today)
      if (complaint) yield diagnosticIn({ source, path: [...path, complaint.field] }, complaint)
    }
  }
}

type Judged = Pick<Diagnostic, 'severity' | 'message'> & {
  code: 'entry/dates' | 'entry/expired' | 'entry/not-yet'
  field: 'from' | 'until'
  help: string
}

function judge({ from, until }: Dated, today: string): Judged | undefined {
  if (from !== undefined && until !== undefined && from > until)
    return {
      code: 'entry/dates',
      severity: 'error',
      field: 'from',
      message: `from ${from} is after until ${until}`,
      help: 'Correct one of them.',
    }
  if (until !== undefined && until < today)
    return {
      code: 'entry/expired',
      severity: 'info',
      field: 'until',
      message: `this ended on ${until}`,
      help: 'Remove it, or extend it.',
    }
  if (from !== undefined && from > today)
    return {
      code: 'entry/not-yet',
      severity: 'info',
      field: 'from',
      message: `this begins on ${from}`,
      help: 'Until then it counts as off.',
    }
  return undefined
}

/** What has dates: a hold, entries in `integrations`, and in lists of apps. */
function* datedEntries(value: EstateDocument['value']): Generator<{ dated: Dated; path: Path }> {
  if (value.kind === 'Hold') yield { dated: { until: value.until }, path: [] }
  if ('integrations' in value) yield* datedIn(value.integrations ?? {}, ['integrations'])
  if ('apps' in value) yield* datedIn(value.apps ?? [], ['apps'])
  if ('allowedApps' in value) {
    yield* datedIn(value.allowedApps?.apps ?? [], ['allowedApps', 'apps'])
    yield* datedIn(value.allowedApps?.except ?? [], ['allowedApps', 'except'])
  }
}

function* datedIn(entries: object, path: Path): Generator<{ dated: Dated; path: Path }> {
  for (const [key, entry] of Object.entries(entries))
    if (typeof entry === 'object' && ('from' in entry || 'until' in entry)) yield { dated: entry, path: [...path, key] }
}
