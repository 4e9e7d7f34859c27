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

/** The policies of all versions of an estate that count, each once, by name: a change cannot drop its own (E18). */
export function policyRules(estates: readonly Estate[]): PolicyRule[] {
  const rules = estates.flatMap(({ documents }) =>
    documents.flatMap(({ kind, value }): PolicyRule[] => {
      if (kind !== 'Policy') return []
      const { name, severity, on, when = null, assert, message } = value as PolicyRule
      return [{ name, severity, on, when, assert, message }]
    }),
  )
  const once = new Map(rules.map((rule) => [canonical(rule), rule]))
  return [...once]
    .sort(([a, one], [b, other]) => compareText(one.name, other.name) || compareText(a, b))
    .map(([, rule]) => rule)
}

/** Does a rule mention a word? Asked so that what no rule looks at is not made: yes is safe. */
export const mentions = (rules: readonly PolicyRule[], word: string): boolean =>
  rules.some(({ when, assert }) => new RegExp(`\\b${word}\\b`).test(`${when ?? ''} ${assert}`))

/** What of policies binds a plan: not what their messages say. */
export const boundOf = (rules: readonly PolicyRule[]): readonly object[] =>
  rules.map(({ name, severity, on, when, assert }) => ({ name, severity, on, when, assert }))
