import type { Exchange, Raw, Wire } from './fault.js'
import type { Due, Switches } from './switches.js'

/** Leads a request through the faults that are on: `work` answers it, unless one of them does. */
export async function through(switches: Switches, exchange: Exchange, work: () => Promise<Wire>): Promise<Wire | Raw> {
  const due = switches.due(exchange)
  const instead = await before(due, exchange)
  if (instead) return instead
  const wire = await work()
  for (const { armed } of due) armed.fault.learn?.(wire, exchange, armed.memory)
  return after(due, exchange, wire)
}

async function before(due: Due[], exchange: Exchange): Promise<Wire | Raw | undefined> {
  for (const { armed, hits } of due) {
    const { fault, chosen, memory } = armed
    const instead = hits ? await fault.before?.(exchange, chosen, memory) : undefined
    if (instead) return instead
  }
  return undefined
}

function after(due: Due[], exchange: Exchange, wire: Wire): Wire | Raw {
  let answer = wire
  for (const { armed, hits } of due) {
    const spoilt = hits ? armed.fault.after?.(answer, exchange, armed.chosen) : undefined
    if (typeof spoilt === 'function') return spoilt
    answer = spoilt ?? answer
  }
  return answer
}
