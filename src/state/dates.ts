/** Whole days, UTC: `until` the 31st is in force through the 31st (E13). */
export interface Dated {
  readonly from?: string
  readonly until?: string
}

/** The day of a moment, `YYYY-MM-DD`, UTC. */
export const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10)

export const inForce = (entry: Dated, day: string): boolean => !isEarly(entry, day) && !isExpired(entry, day)

export const isExpired = (entry: Dated, day: string): boolean => entry.until !== undefined && day > entry.until

const isEarly = (entry: Dated, day: string): boolean => entry.from !== undefined && day < entry.from
