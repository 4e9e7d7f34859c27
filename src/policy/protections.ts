import type { Gate } from './gate.js'

/** What protection held back, by name or for a workflow's sake, is said as a verdict too: the rest goes on, and the run ends with 3. */
export const protections: Gate = ({ plan }) =>
  plan.held
    .filter(({ reason }) => reason === 'protected' || reason === 'in-use')
    .map(({ address, message }) => ({ rule: 'protect', effect: 'hold', subject: address, message }))
