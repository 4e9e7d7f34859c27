import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import type { Doc } from './naive-estate.js'

/** An estate as files in a folder of its own. */
export interface EstateFolder {
  readonly dir: string
  remove(): void
}

/** Writes documents as YAML, one file each unless told how to lay them out, beside a `writ.yaml`. */
export function writeEstate(
  config: object,
  documents: readonly Doc[],
  files: readonly (readonly Doc[])[] = documents.map((document) => [document]),
): EstateFolder {
  const dir = mkdtempSync(join(tmpdir(), 'writ-estate-'))
  const write = (name: string, text: string) => {
    const path = join(dir, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const platform = { type: 'writ', url: 'http://127.0.0.1:1', tenant: 'random', token: { env: 'WRIT_TOKEN' } }
  write('writ.yaml', stringify({ version: 1, platform, ...config }))
  for (const [at, together] of files.entries()) {
    const texts = together.map((document) => stringify(document, { aliasDuplicateObjects: false }))
    write(`part-${at % 3}/${at}.yaml`, texts.join('---\n'))
  }
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) }
}
