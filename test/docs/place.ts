import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../commands/writ.js'

/** A folder of its own for a document, with `writ` on the path, and free ports in the place of those that it names. */
export interface Place {
  readonly dir: string
  readonly scratch: string
  readonly env: Record<string, string>
  /** What is typed, with the ports of this place. */
  typed(text: string): string
  /** What was printed, with the ports and folders of the document. */
  printed(text: string): string
  /** Puts the ports of this place into each writ.yaml that a command wrote. */
  settle(): void
  remove(): void
}

/** The moment at which every document begins. */
const MOMENT = '2026-11-22T09:00:00Z'
const PORTS = ['4010', '4011', '4012']

export async function makePlace(surroundings: ReadonlyMap<string, string>): Promise<Place> {
  const base = mkdtempSync(join(tmpdir(), 'writ-docs-'))
  const [dir, scratch, home] = ['access', 'steps', 'home'].map((name) => join(base, name)) as [string, string, string]
  for (const folder of [dir, scratch, home, join(base, 'bin')]) mkdirSync(folder)
  writeFileSync(join(base, 'bin/writ'), `#!/bin/sh\nexec node ${join(root, 'bin/writ.js')} "$@"\n`, { mode: 0o755 })
  writeFileSync(join(home, '.gitconfig'), GIT_CONFIG)
  furnish(dir, surroundings)
  const ports = await Promise.all(PORTS.map(async (port) => [port, await freePort()] as const))
  const swap = (text: string, from: 0 | 1) =>
    ports.reduce((so, pair) => so.replaceAll(new RegExp(`\\b${pair[from]}\\b`, 'g'), pair[1 - from] ?? ''), text)
  const place = {
    dir,
    scratch,
    env: environment(base, home),
    typed: (text: string) => swap(text, 0),
    printed: (text: string) => swap(text, 1).replaceAll(dir, '/home/ana/access').replaceAll(root, '/opt/writ'),
    settle: () => {
      for (const file of configsIn(dir, 3)) {
        const text = readFileSync(file, 'utf8')
        if (place.typed(text) !== text) writeFileSync(file, place.typed(text))
      }
    },
    remove: () => rmSync(base, { recursive: true, force: true, maxRetries: 5 }),
  }
  place.settle()
  return place
}

const GIT_CONFIG =
  '[user]\nname = Ana\nemail = ana@acme.example\n[init]\ndefaultBranch = main\n[commit]\ngpgSign = false\n'

/** What a document finds in its folder: nothing, a copy of an example, or what stands in this repository. */
function furnish(dir: string, surroundings: ReadonlyMap<string, string>): void {
  const example = surroundings.get('copy')
  if (example !== undefined) cpSync(join(root, example), dir, { recursive: true })
  if (surroundings.get('at') !== 'repository') return
  for (const name of ['examples', 'policies']) cpSync(join(root, name), join(dir, name), { recursive: true })
  for (const name of ['bin', 'dist', 'schema', 'package.json', 'node_modules'])
    symlinkSync(join(root, name), join(dir, name))
}

function environment(base: string, home: string): Record<string, string> {
  const clock = new URL('./clock.mjs', import.meta.url).href
  return {
    PATH: `${join(base, 'bin')}:${process.env.PATH ?? ''}`,
    ...{ HOME: home, LANG: 'C.UTF-8', TZ: 'UTC', NO_COLOR: '1', TERM: 'xterm' },
    ...{ NODE_OPTIONS: `--import=${clock}`, DOCS_MOMENT: MOMENT, DOCS_STARTED: String(Date.now()) },
    ...{ GIT_AUTHOR_DATE: MOMENT, GIT_COMMITTER_DATE: MOMENT, GIT_PAGER: 'cat' },
  }
}

function configsIn(dir: string, depth: number): string[] {
  const own = existsSync(join(dir, 'writ.yaml')) ? [join(dir, 'writ.yaml')] : []
  if (depth === 0) return own
  const folders = readdirSync(dir, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== '.git',
  )
  return [...own, ...folders.flatMap(({ name }) => configsIn(join(dir, name), depth - 1))]
}

function freePort(): Promise<string> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(String(typeof address === 'object' && address !== null ? address.port : '')))
    })
  })
}
