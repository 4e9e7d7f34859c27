import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** How much is tried: `short` runs in continuous integration, `long` by hand. */
export const size: 'short' | 'long' = process.env.WRIT_TORTURE === 'long' ? 'long' : 'short'

/** So many in the short form, so many in the long one. */
export const times = (short: number, long: number): number => (size === 'long' ? long : short)

/** The same cases each time, so that no change fails by another's luck; `WRIT_TORTURE_SEED=random` looks for new ones. */
const given = process.env.WRIT_TORTURE_SEED ?? '20261122'
export const seed: number = given === 'random' ? Date.now() & 0x7fffffff : Number(given)

/** Keeps what was measured for the table that `npm run torture` prints; shares of one row are added up. */
export function keep(name: string, rows: Readonly<Record<string, string | number>>, share = 0): void {
  const folder = process.env.WRIT_TORTURE_OUT
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name} ${share}.json`), JSON.stringify({ name, rows }))
}
