import { whole } from '../fields.js'
import { type Fault, isPage, withPage } from './fault.js'

/** The total is wrong by so many rows, one too few unless it says. */
export const wrongTotal: Fault<{ by?: number }> = {
  name: 'wrong-total',
  settings: { by: whole(-1_000_000, 1_000_000) },
  applies: isPage,
  after: (wire, _exchange, { by = -1 }) => withPage(wire, ({ total }) => ({ total: Math.max(0, total + by) })),
}
