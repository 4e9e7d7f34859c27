import { canonical, compareText } from '../../model/canonical.js'
import type { Estate } from '../../model/document.js'
import type { Subject } from '../../model/generated/policy-fields.js'

/** One Policy document, as it is judged by. */
export interface PolicyRule {
  readonly name: string
  readonly severity: 'deny' | 'warn' | 'info'
  readonly on: Subject
  readonly when: string | null
  readonly assert: string
  readonly message: string
}

/** The policies that count, by name; of those of both sides of a review each is judged by itself (E18). */
export const policyRules = ({ documents }: Estate): PolicyRule[] =>
  documents
    .flatMap(({ kind, value }): PolicyRule[] => {
      if (kind !== 'Policy') return []
      const { name, severity, on, when = null, assert, message } = value as PolicyRule
      return [{ name, severity, on, when, assert, message }]
    })
    .sort((one, other) => compareText(one.name, other.name) || compareText(canonical(one), canonical(other)))

/** Does a rule mention a word? Asked so that what no rule looks at is not made: yes is safe. */
export const mentions = (rules: readonly PolicyRule[], word: string): boolean =>
  rules.some(({ when, assert }) => `${when ?? ''} ${assert}`.split(/\W+/).includes(word))
