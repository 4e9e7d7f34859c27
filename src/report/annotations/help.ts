import { TEXTS } from '../generated/rules.js'
import { type RuleText, ruleText } from './rules.js'

/** A rule with what to do about it; the same words as docs/diagnostics.md. */
export interface RuleHelp extends RuleText {
  readonly remedy: string | null
}

/** Help of any rule that an annotation names: its own, or that of its area. */
export function ruleHelp(id: string): RuleHelp {
  const area = ruleText(id)
  const own = Object.hasOwn(TEXTS, id) ? TEXTS[id] : undefined
  if (own === undefined) return { ...area, remedy: null }
  return { ...area, title: firstSentence(own.cause), text: own.cause, remedy: own.remedy }
}

/** A heading has no full stop. */
const firstSentence = (text: string): string => text.split(/(?<=[.;:])\s/)[0]?.replace(/[.;:]$/, '') ?? text
