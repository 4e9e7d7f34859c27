import type { Gate } from './gate.js'

/** A set that matches more or fewer things than it expects refuses the run. */
export const expectations: Gate = ({ unexpected }) =>
  unexpected.map(({ address, message }) => ({ rule: 'expect', effect: 'refuse', subject: address, message }))
