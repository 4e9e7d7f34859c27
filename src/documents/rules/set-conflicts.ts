import type { Diagnostic } from '../../model/diagnostic.js'
import type { EstateDocument, Path } from '../../model/document.js'
import type { DocumentOf } from '../../model/generated/documents.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import type { Draft } from '../draft.js'
import { isSame, matchesProject } from '../match.js'
import type { Rule } from './rule.js'

type SetDocument = EstateDocument<'AccountSet'> | EstateDocument<'ProjectSet'>

/**
 * Two sets of equal priority that match one account or project and say different things of one unit, with nothing
 * nearer that settles it. Each pair and unit is told once, however many things it concerns.
 */
export const setConflicts: Rule = function* setConflicts(draft) {
  const told = new Set<string>()
  for (const { sets, nearer, name } of [...accounts(draft), ...projects(draft)]) {
    if (sets.length < 2) continue
    const settled = new Map(nearer.flatMap(unitsOf).map(({ unit }) => [unit, undefined]))
    for (const conflict of conflictsAmong(sets, settled, name)) {
      if (!told.has(conflict.key)) yield conflict.diagnostic
      told.add(conflict.key)
    }
  }
}

/** What sets speak of: those that match for certain, the highest priority first, and the documents nearer than they. */
interface Spoken {
  readonly name: string
  readonly sets: readonly SetDocument[]
  readonly nearer: readonly Speaker[]
}

const accounts = (draft: Draft): Spoken[] =>
  draft
    .of('Account')
    .map((account) => ({ name: account.value.name, sets: draft.view(account).sure, nearer: [account.value] }))

function projects(draft: Draft): Spoken[] {
  const sets = draft.of('ProjectSet').toSorted((a, b) => (b.value.priority ?? 0) - (a.value.priority ?? 0))
  if (sets.length < 2) return []
  return draft.of('Project').map(({ value }) => {
    const account = { name: value.account, labels: draft.account(value.account)?.value.labels }
    // Where one template of several has the name, only the plan tells which.
    const templates = draft.of('ProjectTemplate').filter((each) => each.value.name === value.template)
    return {
      name: `${value.account}/${value.name}`,
      sets: sets.filter((set) => matchesProject(set.value.match, value, account) === 'yes'),
      nearer: [value, ...templates.map((each) => each.value)],
    }
  })
}

type Speaker = EstateDocument<'AccountSet' | 'Account' | 'ProjectSet' | 'Project' | 'ProjectTemplate'>['value']

interface Unit {
  readonly unit: string
  readonly path: Path
  readonly value: unknown
}

/** What is replaced whole in merging: an app's entry, a rule for connections, a scalar. */
function unitsOf(value: Speaker): Unit[] {
  const { integrations } = value
  const { connections, showIntegrations, mode } = value as Partial<DocumentOf<'Account'>>
  const unit = (path: string[], of: unknown): Unit => ({ unit: JSON.stringify(path), path, value: of })
  return [
    ...Object.entries(integrations ?? {}).map(([app, entry]) => unit(['integrations', app], entry)),
    ...Object.entries(connections ?? {}).map(([rule, word]) => unit(['connections', rule], word)),
    ...(showIntegrations === undefined ? [] : [unit(['showIntegrations'], showIntegrations)]),
    ...(mode === undefined ? [] : [unit(['mode'], mode)]),
  ]
}

type Heard = Map<string, { set: SetDocument; value: unknown } | undefined>

/** Sets are heard from the highest priority down; what a higher one or the account says is settled. */
function* conflictsAmong(
  sets: readonly SetDocument[],
  heard: Heard,
  name: string,
): Generator<{ key: string; diagnostic: Diagnostic }> {
  for (const set of sets) {
    for (const { unit, path, value } of unitsOf(set.value)) {
      const first = heard.get(unit)
      if (!heard.has(unit)) heard.set(unit, { set, value })
      if (!first || (first.set.value.priority ?? 0) !== (set.value.priority ?? 0) || isSame(first.value, value))
        continue
      const key = JSON.stringify([unit, ...[first.set.value.name, set.value.name].sort()])
      yield { key, diagnostic: complain(first.set, set, path, name) }
    }
  }
}

function complain(first: SetDocument, second: SetDocument, path: Path, name: string): Diagnostic {
  const [a, b] = [first.value.name, second.value.name]
  const message = `the sets ${a} and ${b} differ about ${path.join('.')}, and both match ${name}`
  const help = 'Give one of them a higher priority, or let a nearer document say it.'
  const related = [relatedTo({ source: first.source, path, part: 'key' }, `what ${a} says`)]
  return diagnosticIn({ source: second.source, path, part: 'key' }, { code: 'conflict/sets', message, help, related })
}
