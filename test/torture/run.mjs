// npm run torture [-- --long] [-- --only NAME] [-- --readme]: tries what must not break, and prints what came of it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    only: { type: 'string' },
    readme: { type: 'boolean', default: false },
  },
})

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const out = mkdtempSync(join(tmpdir(), 'writ-torture-'))

function run() {
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')
  const args = [vitest, 'run', '--root', root, '--config', join(here, 'vitest.config.mjs')]
  const env = { ...process.env, WRIT_TORTURE: values.long ? 'long' : 'short', WRIT_TORTURE_OUT: out }
  const only = values.only === undefined ? [] : [values.only]
  return spawnSync(process.execPath, [...args, ...only], { stdio: 'inherit', env }).status ?? 1
}

const written = (value) => (typeof value === 'number' ? value.toLocaleString('en') : value)

/** Shares of one row as one row; what is no number is the same in each. */
function summed(measured) {
  const byName = new Map()
  for (const { name, rows } of measured) {
    const so = byName.get(name) ?? {}
    const add = ([what, value]) => [what, typeof value === 'number' ? (so[what] ?? 0) + value : value]
    byName.set(name, Object.fromEntries(Object.entries(rows).map(add)))
  }
  return [...byName].map(([name, rows]) => ({ name, rows }))
}

function table() {
  const measured = readdirSync(out)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(out, file), 'utf8')))
  const lines = summed(measured).map(({ name, rows }) => {
    const figures = Object.entries(rows).map(([what, value]) => `${what} ${written(value)}`)
    return `| ${name.replace(/^\d+ /, '')} | ${figures.join(' · ')} |`
  })
  const form = values.long ? 'long' : 'short'
  const machine = `Node ${process.versions.node}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}, ${form} form`
  return [`| measured (${machine}) | |`, '|---|---|', ...lines].join('\n')
}

/** The README's section keeps what was measured last, between its two marks. */
function writeReadme(text) {
  const path = join(root, 'README.md')
  const readme = readFileSync(path, 'utf8')
  const marked = /(<!-- torture -->\n)[\s\S]*?(<!-- \/torture -->)/
  if (!marked.test(readme)) throw new Error('README.md has no place for the figures')
  writeFileSync(
    path,
    readme.replace(marked, (_, begin, end) => `${begin}${text}\n${end}`),
  )
}

const status = run()
const text = table()
process.stdout.write(`\n${text}\n`)
if (values.readme && status === 0) writeReadme(text)
rmSync(out, { recursive: true, force: true })
process.exitCode = status
