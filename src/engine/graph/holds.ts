import type { EstateDocument } from '../../model/document.js'
import { nameOf, saidIn } from './packages.js'
import type { Pen } from './pen.js'

/** The incidents: what each covers, until when; with an arrow to the packages whose apps it shuts. */
export function drawHolds(
  pen: Pen,
  holds: readonly EstateDocument<'Hold'>[],
  packages: readonly EstateDocument<'Package'>[],
): void {
  for (const hold of holds) {
    const { name, covers, close, until } = hold.value
    const covered = Object.entries(covers).map(([what, value]) => `${what} ${value}`)
    pen.box(`hold ${name}`, {
      ...{ kind: 'hold', name },
      lines: [covered.join(', '), close === true ? 'closes what is open' : 'opens nothing new', `until ${until}`],
      mark: 'held',
      said: [saidIn(hold as EstateDocument, 'name')],
    })
    for (const { value } of packages)
      if (covers.app !== undefined && (value.apps ?? []).some((entry) => nameOf(entry) === covers.app))
        pen.arrow(`hold ${name}`, `package ${value.name}`, `holds ${covers.app}`)
  }
}
