import type { Gate } from './gate.js'

/** What protection held back is said as a verdict too: the rest goes on, and the run ends with 3. */
export const protections: Gate = ({ plan }) =>
  plan.held
    .filter(({ reason }) => reason === 'protected')
    .map(({ address, message }) => ({ rule: 'protect', effect: 'hold', subject: address, message }))
