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
 * How oclif is to load this package: commands are the files at the top of `commands/` alone, and help starts with
 * examples. Used by the built program and by the build, which writes the manifest.
 */
export function oclifOptions() {
  const manifest = readPackage()
  const commands = { strategy: 'pattern', target: './dist/commands', globPatterns: ['*.js'] } as const
  const oclif = { ...manifest.oclif, commands, helpClass: './dist/commands/support/help.js' }
  return { root: packageRoot, isRoot: true, pjson: { ...manifest, oclif } }
}
