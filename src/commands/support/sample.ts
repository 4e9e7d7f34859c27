import { settleCount, usage } from './usage.js'

/** How many rows to draw, and by which seed; null where nothing is to be drawn. */
export function settleSample({ sample, seed }: { readonly sample?: string; readonly seed?: string }) {
  if (sample === undefined && seed === undefined) return null
  if (sample === undefined) throw usage('--seed draws nothing by itself', 'Say how many: --sample 25 --seed 2026q4.')
  if (seed === undefined || seed.trim() === '')
    throw usage('--sample needs a seed', 'Let whoever audits name one, such as --seed 2026q4: the same draws the same.')
  return { seed, size: settleCount('sample', sample, 25, [1, 1_000_000]) }
}
