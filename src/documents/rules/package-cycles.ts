import type { EstateDocument } from '../../model/document.js'
import { diagnosticIn, relatedTo } from '../complain.js'
import type { Rule } from './rule.js'

type Package = EstateDocument<'Package'>

/** Packages that include themselves, through others or at once. Each cycle is told once, at its first name. */
export const packageCycles: Rule = function* packageCycles(draft) {
  const packages = new Map(draft.of('Package').map((document) => [document.value.name, document]))
  const done = new Set<string>()
  for (const name of [...packages.keys()].sort()) {
    const cycle = findCycle(name, packages, done)
    if (cycle) yield tell(cycle)
  }
}

/** A walk that keeps its own stack, for a chain of packages may be long. */
function findCycle(start: string, packages: Map<string, Package>, done: Set<string>): Package[] | undefined {
  const trail: { at: Package; next: number }[] = []
  const enter = (name: string) => {
    const at = packages.get(name)
    if (at && !done.has(name)) trail.push({ at, next: 0 })
  }
  enter(start)
  for (let top = trail.at(-1); top; top = trail.at(-1)) {
    const name = top.at.value.includes?.[top.next++]
    if (name === undefined) done.add((trail.pop() as typeof top).at.value.name)
    else {
      const from = trail.findIndex(({ at }) => at.value.name === name)
      if (from >= 0)
        return close(
          trail.slice(from).map(({ at }) => at),
          trail,
          done,
        )
      enter(name)
    }
  }
  return undefined
}

function close(cycle: Package[], trail: { at: Package }[], done: Set<string>): Package[] {
  for (const { at } of trail) done.add(at.value.name)
  return cycle
}

function tell(cycle: Package[]) {
  const names = cycle.map(({ value }) => value.name)
  const [first, ...others] = cycle as [Package, ...Package[]]
  const next = names[1] ?? names[0]
  const message = `package ${names[0]} includes itself: ${[...names, names[0]].join(' → ')}`
  const related = others.map(({ source }) => relatedTo({ source, path: ['includes'], part: 'key' }, 'which includes'))
  const place = { source: first.source, path: ['includes', first.value.includes?.indexOf(next as string) ?? 0] }
  return diagnosticIn(place, {
    code: 'conflict/package-cycle',
    message,
    help: 'Take one of the inclusions out.',
    related,
  })
}
