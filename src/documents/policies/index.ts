import type { Diagnostic } from '../../model/diagnostic.js'
import type { EstateDocument } from '../../model/document.js'
import { diagnosticAt, diagnosticIn } from '../complain.js'
import { limits } from '../limits.js'
import { checkRule, type Wrong } from './check.js'
import { checkGiven } from './examples.js'
import { parseRule } from './parse.js'
import { placeIn } from './place.js'

type Policy = EstateDocument<'Policy'>

/** Everything that can be said of policies before anything is judged: offline, from their texts and the schema alone. */
export function* checkPolicies(policies: readonly Policy[]): Generator<Diagnostic> {
  let left: number = limits.ruleLength
  for (const policy of policies) {
    const { when, assert } = policy.value
    left -= assert.length + (when?.length ?? 0)
    if (left < 0) {
      yield tooMuch(policy)
      return
    }
    if (when !== undefined) yield* checkField(policy, 'when', when)
    yield* checkField(policy, 'assert', assert)
    yield* checkExamples(policy)
  }
}

function* checkField(policy: Policy, field: 'when' | 'assert', text: string): Generator<Diagnostic> {
  const { source } = policy
  for (const { offset, length, ...complaint } of wrongIn(text, policy)) {
    const at = placeIn(source, [field], text, offset, length)
    yield diagnosticAt(source, at, complaint)
  }
}

function wrongIn(text: string, { value: { on } }: Policy): Wrong[] {
  const parsed = parseRule(text)
  if ('expr' in parsed) return checkRule(text, parsed, on)
  return [{ code: 'policy/syntax', ...parsed, length: 1 }]
}

function* checkExamples({ value: { on, examples = [] }, source }: Policy): Generator<Diagnostic> {
  const names = new Set<string>()
  for (const [index, { name, given }] of examples.entries()) {
    const place = ['examples', index]
    for (const { path, part, ...complaint } of checkGiven(given, on, [...place, 'given']))
      yield diagnosticIn({ source, path, ...(part ? { part } : {}) }, { code: 'policy/example', ...complaint })
    if (names.has(name)) {
      const message = `another example is called ${name} too`
      yield diagnosticIn({ source, path: [...place, 'name'] }, { code: 'policy/example', message })
    }
    names.add(name)
  }
}

const tooMuch = ({ source }: Policy): Diagnostic =>
  diagnosticIn(
    { source, path: ['assert'] },
    {
      code: 'policy/too-much',
      message: 'the rules of all policies together are too long to be checked',
      help: `Together they may have ${limits.ruleLength} characters.`,
    },
  )
