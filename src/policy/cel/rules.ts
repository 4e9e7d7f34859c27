import { canonical, compareText } from '../../model/canonical.js'
import type { Estate } from '../../model/document.js'
import type { Place } from '../../model/generated/plan.js'
import type { Subject } from '../../model/generated/policy-fields.js'

/** One Policy document, as it is judged by. */
export interface PolicyRule {
  readonly name: string
  readonly severity: 'deny' | 'warn' | 'info'
  readonly on: Subject
  readonly when: string | null
  readonly assert: string
  readonly message: string
  /** Where it stands; absent where it is judged by itself. */
  readonly at?: Place
}

/** The policies that count, by name; of those of both sides of a review each is judged by itself (E18). */
export const policyRules = ({ documents }: Estate): PolicyRule[] =>
  documents
    .flatMap(({ kind, value, source }) => {
      if (kind !== 'Policy') return []
      const { name, severity, on, when = null, assert, message } = value as PolicyRule
      const { file, line, column } = source.locate(['name'], 'key')
      return [{ rule: { name, severity, on, when, assert, message }, at: { file, line, column } }]
    })
    .sort(
      ({ rule: one }, { rule: other }) =>
        compareText(one.name, other.name) || compareText(canonical(one), canonical(other)),
    )
    .map(({ rule, at }) => ({ ...rule, at }))

/** Does a rule mention a word? Asked so that what no rule looks at is not made: yes is safe. */
export const mentions = (rules: readonly PolicyRule[], word: string): boolean =>
  rules.some(({ when, assert }) => `${when ?? ''} ${assert}`.split(/\W+/).includes(word))
