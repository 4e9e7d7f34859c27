import { type Fault, isPage, withPage } from './fault.js'

/** A page says that it is the last, and is not. */
export const lostCursor: Fault = {
  name: 'lost-cursor',
  settings: {},
  applies: isPage,
  after: (wire) => withPage(wire, () => ({ next: null })),
}
