import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundled } from './bundle.js'
import { type NewFile, writeFiles } from './estate-files.js'

/** Where an estate keeps the schemas that editors read: with it, so that they are there for whoever clones it. */
const FOLDER = '.schema'
const schemaFile = (name: string) => `${FOLDER}/${name}.schema.json`

/** The file with a first line that tells editors its schema, by the way from the file itself. */
export function withModeline({ path, text }: NewFile): NewFile {
  const up = '../'.repeat(path.split('/').length - 1)
  const name = path === 'writ.yaml' ? 'writ' : 'document'
  return { path, text: `# yaml-language-server: $schema=${up}${schemaFile(name)}\n${text}` }
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`

/** Whatever begins with a dot belongs to somebody else: pipelines, hooks, editors. */
const DOCUMENTS = ['**/*.yaml', '**/*.yml', '!**/.*', '!**/.*/**', '!**/node_modules/**', '!writ.yaml']

const SETTINGS = {
  'yaml.validate': true,
  'yaml.hover': true,
  'yaml.completion': true,
  'yaml.schemas': { [`./${schemaFile('writ')}`]: ['writ.yaml'], [`./${schemaFile('document')}`]: DOCUMENTS },
}

const schemas = (): NewFile[] =>
  ['document', 'writ'].map((name) => ({ path: schemaFile(name), text: json(bundled(name)) }))

const OTHERS: readonly NewFile[] = [
  { path: '.vscode/extensions.json', text: json({ recommendations: ['redhat.vscode-yaml'] }) },
  { path: '.vscode/settings.json', text: json(SETTINGS) },
]

export interface EditorFiles {
  readonly written: readonly string[]
  /** What stands there and says something else: it is somebody's own. */
  readonly left: readonly string[]
}

/** Writes what editors need beside an estate: the schemas as this Writ has them, and settings where there are none. */
export function writeEditorFiles(dir: string): EditorFiles {
  const text = (path: string) => (existsSync(join(dir, path)) ? readFileSync(join(dir, path), 'utf8') : null)
  // Behind a link the estate ends.
  const isElsewhere = lstatSync(join(dir, '.vscode'), { throwIfNoEntry: false })?.isDirectory() === false
  const left = OTHERS.filter((file) => isElsewhere || ![null, file.text].includes(text(file.path)))
  const free = OTHERS.filter((file) => !left.includes(file))
  const { written } = writeFiles(dir, [...schemas(), ...free], true)
  return { written, left: left.map(({ path }) => path) }
}

/** What to say of files that were left; nothing where none was. */
export const leftNotes = ({ left }: EditorFiles): string[] =>
  left.length === 0
    ? []
    : [
        `${left.join(' and ')} stood there and ${left.length === 1 ? 'is' : 'are'} as before. For VS Code, add to yaml.schemas: ` +
          `"./${schemaFile('document')}": ${JSON.stringify(DOCUMENTS)}, "./${schemaFile('writ')}": ["writ.yaml"]`,
      ]

/** What to say of both. */
export const editorNotes = (files: EditorFiles): string[] => [
  ...(files.written.length === 0 ? [] : [`for editors: ${files.written.join(', ')}`]),
  ...leftNotes(files),
]
