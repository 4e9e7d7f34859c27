import { run, script } from './measure.mjs'

/** What four times as many of something cost where all of them stand in one place: nothing may be quadratic. */
export async function measureGrowing({ size }) {
  const { stdout } = await run([script('./grow.mjs'), String(size)])
  return JSON.parse(stdout)
}
