import type { Exchange } from '../model/generated/conformance.js'

/** What a check throws where the platform does something else than the contract says. */
export class Unmet extends Error {
  override readonly name = 'Unmet'
  constructor(
    readonly expected: string,
    readonly came: string,
    /** Where it showed; null where no single exchange did. */
    readonly exchange: Exchange | null = null,
  ) {
    super(`expected ${expected}, and ${came} came`)
  }
}

/** Throws unless something holds that no single answer tells. */
export function demand(holds: boolean, expected: string, came: string, exchange: Exchange | null = null): void {
  if (!holds) throw new Unmet(expected, came, exchange)
}

/** A plain value as a finding tells it. */
export const json = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

/** Throws unless two plain values are equal. */
export function demandSame(what: string, came: unknown, expected: unknown, exchange: Exchange | null = null): void {
  demand(json(came) === json(expected), `${what} ${json(expected)}`, json(came), exchange)
}
