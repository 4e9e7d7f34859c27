import type { Verdict } from '../../model/generated/plan.js'
import type { Judgement } from './bench.js'
import type { PolicyRule } from './rules.js'

const EFFECTS = { deny: 'refuse', warn: 'warn', info: 'info' } as const

/** What rules say, as verdicts: each subject that fails, up to so many, and how many more there are. */
export const verdictsOf = (rules: readonly PolicyRule[], judgements: readonly Judgement[]): Verdict[] =>
  rules.flatMap((rule, at) => {
    const judgement = judgements[at]
    if (judgement === undefined) return []
    const said = [...failuresOf(rule, judgement), ...stoppedOf(rule, judgement)]
    const place = rule.at === undefined ? {} : { at: rule.at }
    return said.map((verdict) => ({ ...verdict, ...place }))
  })

function failuresOf({ name, severity, message }: PolicyRule, { failures, failed }: Judgement): Verdict[] {
  const rule = `policy/${name}`
  const listed = failures.map(({ address, error }): Verdict => {
    const effect = error === null ? EFFECTS[severity] : 'refuse'
    return { rule, effect, subject: address, message: error === null ? message : unjudged(error) }
  })
  const more = failed - failures.length
  if (more === 0) return listed
  const effect = listed.some((each) => each.effect === 'refuse') ? 'refuse' : EFFECTS[severity]
  return [...listed, { rule, effect, subject: 'plan', message: `and ${more} more of the kind: ${message}` }]
}

/** Whoever cannot say that all is well has not said it: an error denies, whatever the rule's severity. */
const unjudged = (cause: string): string => `the rule cannot be judged here, and that denies: ${cause}`

const stoppedOf = ({ name }: PolicyRule, { stopped }: Judgement): Verdict[] =>
  stopped === null
    ? []
    : [
        {
          rule: `policy/${name}`,
          effect: 'refuse',
          subject: stopped.address,
          message: `the rule was stopped, and that denies: ${stopped.cause}`,
        },
      ]

/** How many accounts are named of those that nobody could judge. */
const NAMED = 5

/** Doubt is as loud as a failure. */
export function doubtVerdicts(addresses: readonly string[]): Verdict[] {
  if (addresses.length === 0) return []
  const more = addresses.length - NAMED
  const named = [
    ...addresses.slice(0, NAMED).map((each) => (each === 'platform' ? 'the whole platform' : each)),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join(', ')
  const message = `no policy judged what lies in ${named}: nobody knows what it will be`
  return [{ rule: 'policies', effect: 'info', subject: 'plan', message }]
}
