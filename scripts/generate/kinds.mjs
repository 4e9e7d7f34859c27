// docs/kinds.md: what may stand in writ.yaml and in each kind of document, from the schemas.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stringify } from 'yaml'

const folder = join(fileURLToPath(import.meta.url), '../../../schema')
/** What is told once: an environment takes what stands outside of it. */
const ELSEWHERE = /^(environments\.NAME\.|platforms$)/
const COMMON = ['platform', 'id', 'labels', 'notes']

/** All schemas that documents are made of, by file name. */
async function schemas() {
  const files = new Map()
  const read = async (file) => {
    if (files.has(file)) return
    const text = await readFile(join(folder, file), 'utf8')
    files.set(file, JSON.parse(text))
    for (const [, other] of text.matchAll(/"\$ref": "([\w-]+\.schema\.json)/g)) await read(other)
  }
  for (const file of ['document.schema.json', 'writ.schema.json']) await read(file)
  return files
}

/** A schema with what its reference leads to, its own words first; and the file in which that stands. */
function resolved(files, schema, file) {
  if (schema.$ref === undefined) return { schema, file }
  const [path, pointer = ''] = schema.$ref.split('#')
  const there = path === '' ? file : path
  const parts = pointer.split('/').filter((part) => part !== '')
  const target = resolved(
    files,
    parts.reduce((at, part) => at[part], files.get(there)),
    there,
  )
  const { $ref: _, ...own } = schema
  return { schema: { ...target.schema, ...own }, file: target.file }
}

const code = (value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``

/** What a value may be, in a few words. */
function sort(files, given, from) {
  const { schema, file } = resolved(files, given, from)
  const of = (each) => sort(files, each, file)
  if ('const' in schema) return code(schema.const)
  if (schema.enum !== undefined) return schema.enum.map(code).join(', ')
  const ways = [schema.then, schema.else, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].filter(
    (way) => way?.type || way?.$ref || way?.enum || way?.const,
  )
  if (schema.type === undefined && ways.length > 0) return [...new Set(ways.map(of))].join(' or ')
  if (schema.type === 'array') return `list of ${of(schema.items ?? {})}`
  if (schema.maxProperties === 1 && schema.properties !== undefined)
    return Object.keys(schema.properties)
      .map((key) => `\`{${key}: …}\``)
      .join(' or ')
  if (schema.type === 'object') return isMap(schema) ? `map to ${of(schema.additionalProperties)}` : 'map'
  if (schema.type === 'boolean') return '`true`, `false`'
  if (schema.type === 'string') return (schema.title ?? 'text').toLowerCase().replace('id', 'id')
  return Array.isArray(schema.type) ? schema.type.join(' or ') : (schema.type ?? 'anything')
}

const isMap = ({ additionalProperties }) => typeof additionalProperties === 'object'

/** The fields below a schema, as rows: a path such as `integrations.APP.enabled`, what it may be, what it means. */
function rows(files, given, from, path = '', depth = 0) {
  const { schema, file } = resolved(files, given, from)
  if (depth > 5) return []
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    if (path === '' && schema.properties.kind !== undefined && (COMMON.includes(name) || name === 'kind')) return []
    const own = resolved(files, field, file)
    const at = path === '' ? name : `${path}.${name}`
    return [row(files, at, field, file, schema.required?.includes(name) === true), ...below(files, own, at, depth)]
  })
  return fields
}

function below(files, { schema, file }, path, depth) {
  if (schema.maxProperties === 1 || ELSEWHERE.test(path)) return []
  const inside = [
    ...(schema.properties === undefined ? [] : [[schema, path]]),
    ...(isMap(schema) ? [[schema.additionalProperties, `${path}.NAME`]] : []),
    ...(schema.type === 'array' && schema.items !== undefined ? [[schema.items, `${path}[]`]] : []),
    ...[schema.then, schema.else].filter((way) => way !== undefined).map((way) => [way, path]),
  ]
  return inside.flatMap(([each, at]) => {
    const own = resolved(files, each, file)
    return own.schema.properties === undefined
      ? each === schema
        ? []
        : below(files, own, at, depth + 1)
      : rows(files, own.schema, own.file, at, depth + 1)
  })
}

function row(files, path, field, file, required) {
  const { schema } = resolved(files, field, file)
  const bounds = schema.default === undefined ? '' : ` Default: ${code(schema.default)}.`
  return [
    `\`${path}\`${required ? ' **needed**' : ''}`,
    sort(files, field, file),
    `${schema.description ?? ''}${bounds}`,
  ]
}

const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')
const table = (all) =>
  ['| field | may be | |', '|---|---|---|', ...unique(all).map((each) => `| ${each.map(cell).join(' | ')} |`)].join(
    '\n',
  )
const unique = (all) => all.filter(([path], at) => all.findIndex(([other]) => other === path) === at)

function section(files, file) {
  const schema = files.get(file)
  const [example] = schema.examples
  return [
    `## ${schema.title}`,
    schema.description,
    `\`\`\`yaml\n${stringify(example, { lineWidth: 0 }).trimEnd()}\n\`\`\``,
    table(rows(files, schema, file)),
  ]
}

const ABOUT = `What may stand in an estate. \`writ schema KIND\` prints the same as JSON Schema; [editors](editor.md) read these.

**Absent** means no opinion: Writ leaves it alone. **\`[]\`** means none. **\`ensure: absent\`** removes, and then only what identifies the thing may stand beside it. \`null\` is an error. Maps speak key by key, lists as a whole. Days are whole days in UTC, written YYYY-MM-DD; \`until\` is the last day.`

export default async function make() {
  const files = await schemas()
  const kinds = files.get('document.schema.json').allOf.map(({ then }) => then.$ref)
  const titles = ['writ.schema.json', ...kinds].map((file) => files.get(file).title)
  const anchor = (title) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-')
  const { properties } = files.get('account.schema.json')
  const page = [
    '# Kinds',
    ABOUT,
    titles.map((title) => `[${title}](#${anchor(title)})`).join(' · '),
    'Every kind takes these, too:',
    table(COMMON.map((name) => row(files, name, properties[name], 'account.schema.json', false))),
    ...['writ.schema.json', ...kinds].flatMap((file) => section(files, file)),
    'Made by `npm run generate` from `schema/`.',
  ]
  return new Map([['docs/kinds.md', `${page.join('\n\n')}\n`]])
}
