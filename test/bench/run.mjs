// npm run bench [-- --short] [-- --json FILE]: measures a built Writ beside its floor, side by side in one run.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureApplying } from './applying.mjs'
import { measureGrowing } from './growing.mjs'
import { measureLoading } from './loading.mjs'
import { script } from './measure.mjs'
import { measurePlanning } from './planning.mjs'
import { report } from './report.mjs'
import { measureStarting } from './starting.mjs'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    json: { type: 'string', default: script('../../node_modules/.cache/writ/bench.json') },
  },
})

const FORMS = ['sets', 'written']
const WITH_RULES = ['sets', 'rules', 'written']
const WHOLE = {
  planning: [
    { scale: 1, connections: 1_000, rounds: 7, forms: FORMS },
    { scale: 1, connections: 10_000, rounds: 7, forms: FORMS },
    { scale: 1, connections: 100_000, rounds: 5, forms: WITH_RULES },
    { scale: 10, connections: 10_000, rounds: 3, forms: FORMS },
    { scale: 10, connections: 100_000, rounds: 3, forms: FORMS },
  ],
  applying: [
    { connections: 1_000, rounds: 3 },
    { connections: 10_000, rounds: 3 },
  ],
  loading: [
    { scale: 1, rounds: 5, sizes: { 'a file an account': undefined } },
    { scale: 10, rounds: 3, sizes: { 'one file': Infinity, 'a file an account': undefined, 'a file a document': 1 } },
  ],
  starting: { rounds: 15 },
  growing: { size: 10_000 },
}
/** For continuous integration: the same measurements at the smallest size, in about half a minute. */
const SHORT = {
  planning: [{ scale: 1, connections: 1_000, rounds: 3, forms: WITH_RULES }],
  applying: [{ connections: 1_000, rounds: 1 }],
  loading: [{ scale: 1, rounds: 3, sizes: { 'one file': Infinity, 'a file a document': 1 } }],
  starting: { rounds: 5 },
  growing: { size: 1_000 },
}

async function inTurn(tasks, measure) {
  const results = []
  for (const task of tasks) {
    process.stderr.write('.')
    results.push(await measure(task))
  }
  return results.flat()
}

const { planning, applying, loading, starting, growing } = values.short ? SHORT : WHOLE
const folder = await mkdtemp(join(tmpdir(), 'writ-bench-'))
try {
  const figures = {
    machine: { node: process.version, cores: cpus().length },
    planning: await inTurn(planning, (task) => measurePlanning(folder, task)),
    applying: await inTurn(applying, (task) => measureApplying(folder, task)),
    loading: await inTurn(loading, (task) => measureLoading(folder, task)),
    starting: await measureStarting(starting),
    growing: await measureGrowing(growing),
  }
  process.stderr.write('\n')
  await mkdir(dirname(values.json), { recursive: true })
  await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`)
  process.stdout.write(`${report(figures)}\nAll figures: ${values.json}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
