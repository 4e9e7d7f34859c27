import type { Fault } from '../faults/fault.js'
import { FAULTS } from '../faults/list.js'
import type { Switch } from '../faults/switches.js'
import { fieldsOf, oneOf, share, type Test, whole } from '../fields.js'
import type { Answer } from '../idempotency.js'
import { invalidAt } from '../problems.js'
import { answer, type Call } from './call.js'
import { demandOperator } from './control.js'
import type { Route } from './route.js'

/** How the contract's routes are to misbehave, outside the contract themselves. */
export const faultRoutes: Route[] = [
  { method: 'GET', url: '/sandbox/faults', query: [], handle: show },
  { method: 'POST', url: '/sandbox/faults', query: [], handle: set },
]

const BY_NAME = new Map(FAULTS.map((fault) => [fault.name, fault]))

const MOST = 100
const path: Test = (value) => typeof value === 'string' && value.startsWith('/v1') && value.length <= 500

/** Which requests it hits: the same for every fault. */
const SELECTION: Record<string, Test> = {
  fault: oneOf(...BY_NAME.keys()),
  method: oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'write'),
  path,
  nth: whole(1, 1_000_000_000),
  count: whole(1, 1_000_000_000),
  probability: share,
}

function show(call: Call): Answer {
  demandOperator(call)
  const faults = call.platform.faults.armed.map(({ chosen, matched, hit }) => ({ ...chosen, matched, hit }))
  return answer(200, { faults })
}

/** Replaces what was switched on; an empty list switches all off. */
function set(call: Call): Answer {
  demandOperator(call)
  const tests = { seed: whole(0, 4_294_967_295), faults: (value: unknown) => Array.isArray(value) }
  const { seed = 0, faults = [] } = fieldsOf<{ seed: number; faults: unknown[] }>(call.body, tests)
  if (faults.length > MOST) throw invalidAt('/faults', `must be up to ${MOST}`)
  call.platform.faults.set(faults.map(chosenAt), seed)
  return show(call)
}

function chosenAt(value: unknown, index: number): { fault: Fault; chosen: Switch } {
  const at = `/faults/${index}`
  const name = (value as Partial<Switch> | null)?.fault
  const fault = BY_NAME.get(String(name))
  if (!fault) throw invalidAt(`${at}/fault`, `must be one of ${[...BY_NAME.keys()].join(', ')}`)
  return { fault, chosen: fieldsOf<Switch>(value, { ...SELECTION, ...fault.settings }, at) as Switch }
}
