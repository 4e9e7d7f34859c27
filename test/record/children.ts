import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa, type Options } from 'execa'
import ts from 'typescript'
import { afterAll } from 'vitest'

const src = fileURLToPath(new URL('../../src', import.meta.url))

/** The sources of records as a process by itself can run them, and a script that keeps records. */
function transpiled(): string {
  const out = mkdtempSync(join(tmpdir(), 'writ-record-js-'))
  writeFileSync(join(out, 'package.json'), '{"type": "module"}')
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 }
  for (const stage of ['record', 'model'])
    for (const file of readdirSync(join(src, stage), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.endsWith('.d.ts')) continue
      const { outputText } = ts.transpileModule(readFileSync(join(src, stage, file), 'utf8'), { compilerOptions })
      const path = join(out, stage, file.replace(/ts$/, 'js'))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, outputText)
    }
  writeFileSync(join(out, 'keep.js'), KEEP)
  return out
}

/**
 * Says `ready` once its journal stands, waits for a line on stdin where it is told to, goes on and seals; `exhaust`
 * leaves it no file to open.
 */
const KEEP = `
import { openSync } from 'node:fs'
import { openStore } from './record/index.js'
const { facts, entries, options, waits, times = 1, exhaust } = JSON.parse(process.argv[2])
try {
  const store = await openStore({ ...options, clock: Date.now, variables: process.env })
  for (let open = exhaust; open; ) {
    try { openSync('/dev/null', 'r') } catch { open = false }
  }
  for (let time = 0; time < times; time++) {
    const record = store.begin({ ...facts, run: facts.run + (times > 1 ? '-' + time : '') })
    for (const entry of entries) record.append(entry)
    if (time === 0) console.log('ready')
    if (waits) await new Promise((resolve) => process.stdin.once('data', resolve))
    await record.seal()
  }
  console.log('sealed')
  process.exit(0)
} catch ({ code, message, help }) {
  console.log(JSON.stringify({ code, message, help }))
  process.exit(1)
}
`

let built: string | undefined
afterAll(() => (built === undefined ? undefined : rmSync(built, { recursive: true, force: true })))

/** Where the script lies. */
export function keepScript(): string {
  built ??= transpiled()
  return join(built, 'keep.js')
}

/** Another process that keeps a record. */
export const keeping = (told: object, options: Options = {}) =>
  execa(process.execPath, [keepScript(), JSON.stringify(told)], { reject: false, ...options })

/** Resolves once the journal stands. */
export const isReady = (child: ReturnType<typeof keeping>): Promise<void> =>
  new Promise((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => (text.includes('ready') ? resolve() : reject(new Error(String(text)))))
  })
