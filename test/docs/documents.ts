import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../commands/writ.js'

/** Every page that people read, relative to the repository. */
export const documents: readonly string[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file.replaceAll('\\', '/')}`)
    .sort(),
  'examples/README.md',
  'policies/README.md',
]

export const textOf = (document: string): string => readFileSync(join(root, document), 'utf8')
