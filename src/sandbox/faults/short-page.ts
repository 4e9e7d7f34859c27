import { whole } from '../fields.js'
import { type Fault, isPage, withPage } from './fault.js'

/** The last rows of a page are missing, one unless it says how many; the cursor goes on behind them. */
export const shortPage: Fault<{ by?: number }> = {
  name: 'short-page',
  settings: { by: whole(1, 1000) },
  applies: isPage,
  after: (wire, _exchange, { by = 1 }) => withPage(wire, ({ items }) => ({ items: items.slice(0, -by) })),
}
