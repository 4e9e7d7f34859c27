import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const USAGE = fileURLToPath(new URL('./usage.mjs', import.meta.url))
export const script = (name) => fileURLToPath(new URL(name, import.meta.url))

/** Runs node with these arguments to its end: wall time, processor time and peak memory of the whole process. */
export function run(args, { env = {}, expect = 0 } = {}) {
  const begin = performance.now()
  const child = spawn(process.execPath, ['--import', USAGE, ...args], {
    env: { ...process.env, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [stdout, stderr, usage] = [1, 2, 3].map((fd) => collect(child.stdio[fd]))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const wallMs = performance.now() - begin
      if (code !== expect) reject(new Error(`exit ${code} from ${args.join(' ')}\n${stderr()}${stdout()}`))
      else resolve({ wallMs, ...JSON.parse(usage()), stdout: stdout() })
    })
  })
}

function collect(stream) {
  const pieces = []
  stream.on('data', (piece) => pieces.push(piece))
  return () => Buffer.concat(pieces).toString()
}

export const median = (numbers) => {
  const ordered = [...numbers].sort((a, b) => a - b)
  const middle = ordered.length >> 1
  return ordered.length % 2 === 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2
}

/** Runs all of them in turn, so many times, so that a slow moment of the machine meets all alike. */
export async function sideBySide(times, tasks) {
  const results = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]))
  for (let time = 0; time < times; time++)
    for (const [name, task] of Object.entries(tasks)) results[name].push(await task())
  return results
}

export const medianOf = (results, field) => median(results.map((result) => result[field]))

/** The median over the rounds of what one took for each unit that the other took in the same round. */
export const ratio = (some, others, field) => median(some.map((each, round) => each[field] / others[round][field]))
