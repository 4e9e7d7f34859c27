import type { Diagnostic } from '../../model/diagnostic.js'
import type { EstateDocument, Path } from '../../model/document.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import { isSame } from '../match.js'
import type { Rule } from './rule.js'

type AccountSet = EstateDocument<'AccountSet'>

/**
 * Two sets of equal priority that match one account and say different things of one unit, with nothing nearer
 * that settles it. Each pair and unit is told once, however many accounts it concerns.
 */
export const setConflicts: Rule = function* setConflicts(draft) {
  const told = new Set<string>()
  for (const account of draft.of('Account')) {
    const { sure } = draft.view(account)
    if (sure.length < 2) continue
    const settled = new Map(unitsOf(account.value).map(({ unit }) => [unit, undefined]))
    for (const conflict of conflictsAmong(sure, settled, account.value.name)) {
      if (!told.has(conflict.key)) yield conflict.diagnostic
      told.add(conflict.key)
    }
  }
}

interface Unit {
  readonly unit: string
  readonly path: Path
  readonly value: unknown
}

/** What is replaced whole in merging: an app's entry, a rule for connections, a scalar. */
function unitsOf(value: EstateDocument<'AccountSet' | 'Account'>['value']): Unit[] {
  const { integrations, connections, showIntegrations, mode } = value
  const unit = (path: string[], of: unknown): Unit => ({ unit: JSON.stringify(path), path, value: of })
  return [
    ...Object.entries(integrations ?? {}).map(([app, entry]) => unit(['integrations', app], entry)),
    ...Object.entries(connections ?? {}).map(([rule, word]) => unit(['connections', rule], word)),
    ...(showIntegrations === undefined ? [] : [unit(['showIntegrations'], showIntegrations)]),
    ...(mode === undefined ? [] : [unit(['mode'], mode)]),
  ]
}

type Heard = Map<string, { set: AccountSet; value: unknown } | undefined>

/** Sets are heard from the highest priority down; what a higher one or the account says is settled. */
function* conflictsAmong(
  sets: AccountSet[],
  heard: Heard,
  account: string,
): Generator<{ key: string; diagnostic: Diagnostic }> {
  for (const set of sets) {
    for (const { unit, path, value } of unitsOf(set.value)) {
      const first = heard.get(unit)
      if (!heard.has(unit)) heard.set(unit, { set, value })
      if (!first || (first.set.value.priority ?? 0) !== (set.value.priority ?? 0) || isSame(first.value, value))
        continue
      const key = JSON.stringify([unit, ...[first.set.value.name, set.value.name].sort()])
      yield { key, diagnostic: complain(first.set, set, path, account) }
    }
  }
}

function complain(first: AccountSet, second: AccountSet, path: Path, account: string): Diagnostic {
  const [a, b] = [first.value.name, second.value.name]
  const message = `the sets ${a} and ${b} differ about ${path.join('.')}, and both match ${account}`
  const help = 'Give one of them a higher priority, or let the account say it.'
  const related = [relatedTo({ source: first.source, path, part: 'key' }, `what ${a} says`)]
  return diagnosticIn({ source: second.source, path, part: 'key' }, { code: 'conflict/sets', message, help, related })
}
