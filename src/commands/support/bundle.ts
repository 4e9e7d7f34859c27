import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from './oclif.js'

type Schema = Readonly<Record<string, unknown>>

/** A schema of ours in one piece, with every other that it refers to inside: it can stand alone, wherever. */
export function bundled(name: string): Schema {
  const inside: Record<string, unknown> = {}
  const take = (file: string): void => {
    if (file in inside) return
    inside[file] = {}
    const text = readFileSync(join(packageRoot, 'schema', `${file}.schema.json`), 'utf8')
    const schema = JSON.parse(text, (_, value) => moved(value, file, take)) as Schema
    const { $schema: _, ...rest } = schema
    inside[file] = rest
  }
  take(name)
  const { [name]: own, ...others } = inside
  return { $schema: DIALECT, ...(own as Schema), $defs: { ...others, [name]: { $defs: (own as Schema).$defs ?? {} } } }
}

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** A reference to a file becomes one to what of it is inside. */
function moved(value: unknown, file: string, take: (file: string) => void): unknown {
  const reference = (value as { $ref?: unknown } | null)?.$ref
  if (typeof reference !== 'string') return value
  const [path = '', pointer = ''] = reference.split('#')
  const there = path === '' ? file : path.replace('.schema.json', '')
  take(there)
  return { ...(value as Schema), $ref: `#/$defs/${there}${pointer}` }
}
