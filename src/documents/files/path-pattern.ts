import { matchesGlob } from '../../model/glob.js'

/**
 * A test for paths: `*` stands for any run of signs within a name, `**` for any number of folders. In time that grows with
 * pattern and path alone, whatever they are: after a `**` only the last one is ever tried again.
 * @example matchesPath('teams/crm/**')('teams/crm/a/b.yaml') // true
 */
export function matchesPath(pattern: string): (path: string) => boolean {
  const wanted = pattern.split('/')
  return (path) => matches(wanted, path.split('/'))
}

function matches(wanted: readonly string[], names: readonly string[]): boolean {
  let [at, name] = [0, 0]
  let again: { at: number; name: number } | null = null
  while (name < names.length) {
    const piece = wanted[at]
    if (piece === '**') {
      again = { at: ++at, name }
    } else if (piece !== undefined && matchesGlob(piece, names[name] as string)) {
      at += 1
      name += 1
    } else if (again === null) return false
    else {
      again = { at: again.at, name: again.name + 1 }
      at = again.at
      name = again.name
    }
  }
  return wanted.slice(at).every((piece) => piece === '**')
}
