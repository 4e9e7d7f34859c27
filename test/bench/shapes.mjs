/** What the platform of a measurement holds; a base of 10,000 settings over all levels, and ten times all of it. */
const BASE = { accounts: 100, projects: 2_000, groups: 2_000, users: 1_000, apps: 20, settings: 10_000 }
const TEN = Object.fromEntries(Object.entries(BASE).map(([key, value]) => [key, value * 10]))

export const TENANT = 'bench'
/** How long the platform holds each answer back, in milliseconds. */
export const LATENCY = 5
/** The same numbers on every machine. */
const SEED = 7

export const seedOf = (scale, connections) => ({
  formatVersion: 1,
  tenant: TENANT,
  generate: { seed: SEED, ...(scale === 10 ? TEN : BASE), connections },
})
