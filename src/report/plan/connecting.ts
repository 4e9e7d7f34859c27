import { isMap } from '../../model/canonical.js'
import type { Change } from '../../model/generated/plan.js'
import { difference, show } from '../values.js'

/** What people read of a change that names a secret, or asks somebody; undefined of any other. */
export function specialText(change: Change): string | undefined {
  const { target, operation, after } = change
  if (isMap(after?.secrets)) return secretsText(after.secrets)
  return target.collection === 'connections' && operation === 'create' && after !== null
    ? connectText(after)
    : undefined
}

/** A value stands nowhere; where it comes from does (E16). */
const secretsText = (secrets: Readonly<Record<string, unknown>>): string =>
  Object.entries(secrets)
    .map(([name, reference]) => `${name} written from ${variableOf(reference)}`)
    .join('; ')

function connectText(after: Readonly<Record<string, unknown>>): string {
  const { app, name: _, owner, status, apiKey, ...more } = after
  const act =
    status === 'requested'
      ? `asks ${show('', owner)} for consent at ${app}`
      : `connects ${app} with the key in ${variableOf(apiKey)}`
  const told = difference(null, status === 'requested' ? more : { owner, ...more })
  return told === '' ? act : `${act}: ${told}`
}

const variableOf = (reference: unknown): string => String(isMap(reference) ? reference.env : reference)
