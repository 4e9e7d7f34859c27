import { type Exchange, type Fault, isGet } from './fault.js'

/** A reader sees what stood when it first asked since the switch was set, whatever was written since. */
export const staleRead: Fault = {
  name: 'stale-read',
  settings: {},
  applies: isGet,
  before: (exchange, _set, memory) => memory.get(keyOf(exchange)),
  learn: (wire, exchange, memory) => {
    if (!memory.has(keyOf(exchange))) memory.set(keyOf(exchange), wire)
  },
}

const keyOf = ({ authorization, path, query }: Exchange): string => JSON.stringify([authorization, path, query])
