import { address } from '../model/address.js'
import type { Gate } from './gate.js'

/** A set that matches more or fewer accounts than it expects refuses the run. */
export const expectations: Gate = ({ unexpected }) =>
  unexpected.map(({ set, message }) => ({
    rule: 'expect',
    effect: 'refuse',
    subject: address('accountset', set),
    message,
  }))
