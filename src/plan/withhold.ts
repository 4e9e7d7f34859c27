import type { Change, Held } from '../model/generated/plan.js'

/** A change that is about to enter a plan, as far as guards care. */
export type Entering = Pick<Change, 'address' | 'operation' | 'direction'> & {
  readonly target: { readonly collection: string }
}

/** Why a guard keeps a change from entering the plan. */
export interface Withheld {
  readonly reason: Held['reason']
  readonly message: string
  /** What of a change that both opens and closes goes on all the same. */
  readonly rest?: 'opens' | 'closes'
}

/**
 * A guard that looks at each change before the plan takes it: what it holds, and with it all that needs it, is left out
 * and predicted as left out, so that the plan stays one plan over the same reading (E5).
 */
export type Withholding = (change: Entering) => Withheld | null

/** The first guard that holds a change speaks. */
export const anyOf =
  (guards: readonly Withholding[]): Withholding =>
  (change) => {
    for (const guard of guards) {
      const held = guard(change)
      if (held !== null) return held
    }
    return null
  }

type Name = Pick<Entering, 'address' | 'operation' | 'direction'>

/** Holds changes by their names: what a judgement over a whole plan wants left out when it is made again. */
export class NamedHolds {
  readonly #held = new Map<string, Withheld>()

  /** Names changes, each with why. Tells whether any of them was not named before. */
  add(names: Iterable<readonly [Name, Withheld]>): boolean {
    const before = this.#held.size
    for (const [name, why] of names) {
      this.#hold(name, why)
      // Once its rest is done, what was mixed is the other side alone, and held all the same.
      if (name.direction === 'mixed' && why.rest !== undefined)
        this.#hold({ ...name, direction: why.rest === 'opens' ? 'closes' : 'opens' }, why)
    }
    return this.#held.size > before
  }

  #hold(name: Name, why: Withheld): void {
    const key = keyOf(name)
    if (!this.#held.has(key)) this.#held.set(key, why)
  }

  readonly holds: Withholding = (change) => this.#held.get(keyOf(change)) ?? null
}

/** What is left of a mixed change has another direction, and is another change. */
const keyOf = ({ operation, direction, address }: Name): string => `${operation} ${direction} ${address}`
