import { Dice } from '../seed/random.js'
import type { Exchange, Fault, Wire } from './fault.js'
import { fits } from './pattern.js'

/** Which requests of the contract a fault hits; whatever it leaves out hits all. */
export interface Switch {
  fault: string
  /** A method, or `write` for all but GET. */
  method?: string
  /** A path, with `*` for a part of it, and at the end for all below. */
  path?: string
  /** Only from the Nth such request on; once, unless `count` says more. */
  nth?: number
  /** How often it hits, of those that are left. */
  probability?: number
  /** It hits so many times, then never again. */
  count?: number
}

/** A fault that is switched on, and what it has done so far. */
export interface Armed {
  readonly fault: Fault
  readonly chosen: Switch
  readonly memory: Map<string, Wire>
  /** Requests that it could hit. */
  matched: number
  hit: number
}

/** One fault at one request: whether it hits, beside what it only watches. */
export interface Due {
  readonly armed: Armed
  readonly hits: boolean
}

/** The faults that are switched on. Those of one request act in their order, and the first that answers ends it. */
export class Switches {
  #armed: Armed[] = []
  #dice = new Dice(0)

  get armed(): readonly Armed[] {
    return this.#armed
  }

  /** Replaces all that were on. The same seed throws the same dice. */
  set(chosen: readonly { fault: Fault; chosen: Switch }[], seed: number): void {
    this.#armed = chosen.map((one) => ({ ...one, memory: new Map(), matched: 0, hit: 0 }))
    this.#dice = new Dice(seed)
  }

  /** The faults that look at this request, and of each whether it hits. */
  due(exchange: Exchange): Due[] {
    return this.#armed
      .filter(({ fault, chosen }) => matches(chosen, exchange) && (fault.applies?.(exchange) ?? true))
      .map((armed) => ({ armed, hits: this.#hits(armed) }))
  }

  #hits(armed: Armed): boolean {
    const { nth, probability = 1, count = nth === undefined ? Number.POSITIVE_INFINITY : 1 } = armed.chosen
    armed.matched += 1
    if (armed.matched < (nth ?? 1) || armed.hit >= count) return false
    if (probability < 1 && !this.#dice.hit(probability)) return false
    armed.hit += 1
    return true
  }
}

function matches({ method, path }: Switch, exchange: Exchange): boolean {
  if (method === 'write' ? exchange.method === 'GET' : method !== undefined && method !== exchange.method) return false
  return path === undefined || fits(path, exchange.path)
}
