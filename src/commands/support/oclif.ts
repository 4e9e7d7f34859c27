import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package: `bin`, `schema` and `examples` stand there. */
export const packageRoot = fileURLToPath(new URL('../../..', import.meta.url))

interface Package {
  readonly name: string
  readonly version: string
  readonly oclif: object
}

export const readPackage = (): Package => JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Package

/**
 * How oclif is to load this package: commands are the files at the top of `commands/`, and those in a topic's folder;
 * help starts with examples. Used by the built program and by the build, which writes the manifest.
 */
export function oclifOptions() {
  const manifest = readPackage()
  const commands = { strategy: 'pattern', target: './dist/commands', globPatterns: GLOBS } as const
  const oclif = { ...manifest.oclif, commands, topics: TOPICS, helpClass: './dist/commands/support/help.js' }
  return { root: packageRoot, isRoot: true, pjson: { ...manifest, oclif } }
}

const GLOBS = ['*.js', '*/*.js', '!run/*', '!support/*']
const TOPICS = {
  accounts: { description: 'The customer accounts of the platform' },
  apps: { description: 'The registry of third-party integrations' },
  connections: { description: 'The live connections, and the one-off acts of an administrator on them' },
  lease: { description: 'The right to write: one run holds it at a time' },
  record: { description: 'The records of runs: chained, sealed, and verified offline' },
  policy: { description: 'The rules in CEL that plans are judged by' },
  users: { description: 'The people, and the status of their integrations' },
}
