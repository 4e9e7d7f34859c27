import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { didYouMean } from '../../model/nearest.js'
import { packageRoot } from '../support/oclif.js'
import { data } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { usage } from '../support/usage.js'

const FOLDER = join(packageRoot, 'schema')
const END = '.schema.json'

/** Prints the JSON Schema of a kind or a format; their names where none is asked for. */
export async function schema({ args: { kind } }: Parsed): Promise<number> {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(END))
    .map((file) => file.slice(0, -END.length))
    .sort()
  if (kind === undefined) data(names.join('\n'))
  else data(readFileSync(join(FOLDER, `${find(kind, names)}${END}`), 'utf8'))
  return 0
}

/** `AccountSet`, `account-set` and `accountset` are the same. */
function find(kind: string, names: readonly string[]): string {
  const plain = (name: string) => name.replaceAll('-', '').toLowerCase()
  const found = names.find((name) => plain(name) === plain(kind))
  if (found !== undefined) return found
  throw usage(`there is no schema ${kind}.${didYouMean(kind, names)}`, 'writ schema lists them.')
}
