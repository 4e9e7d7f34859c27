import { existsSync, mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Fault } from '../../model/fault.js'
import { outcome } from '../../model/outcome.js'
import { safe } from '../../report/safe.js'
import { type CiHost, type Pipeline, pipeline } from '../support/ci.js'
import { type EditorFiles, leftNotes, writeEditorFiles } from '../support/editor.js'
import { type NewFile, writeFiles } from '../support/estate-files.js'
import { data, json, note } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { scaffold } from '../support/scaffold.js'

interface Flags {
  readonly ci?: CiHost
  readonly format: string
}

/**
 * A small estate to begin with: it validates, and says of itself what each part is for. With a pipeline where one is
 * asked for; that alone where an estate stands already. Overwrites nothing.
 */
export async function init({ args, flags: given }: Parsed): Promise<number> {
  const { ci, format } = given as unknown as Flags
  const dir = args.dir ?? '.'
  const made = ci === undefined ? null : pipeline(ci, dir)
  const isEstate = made !== null && existsSync(join(dir, 'writ.yaml'))
  // A repository has its own list of what to ignore, and it is not ours to change.
  const files = isEstate ? [] : scaffold(made !== null).filter(isMissingOrOurs(dir))
  refuseWhatIsThere(dir, files)
  if (made !== null) refuseWhatIsThere(made.root, made.files)
  mkdirSync(dir, { recursive: true })
  const estate = writeFiles(dir, files, false).written
  const editor = isEstate ? NO_EDITOR : writeEditorFiles(dir)
  const written = [...estate, ...editor.written, ...writePipeline(dir, made)]
  for (const line of leftNotes(editor)) note(line)
  if (format === 'json') json({ formatVersion: 1, written, outcome: outcome([]) })
  else data([...written.map((path) => `  ${path}`), '', ...told(safe(dir), made, isEstate)].join('\n'))
  return 0
}

const NO_EDITOR: EditorFiles = { written: [], left: [] }

const isMissingOrOurs =
  (dir: string) =>
  ({ path }: NewFile): boolean =>
    path !== '.gitignore' || !existsSync(join(dir, path))

function refuseWhatIsThere(dir: string, files: readonly NewFile[]): void {
  const [there] = files.filter(({ path }) => existsSync(join(dir, path)))
  if (there !== undefined) throw new Fault('init/exists', `${join(dir, there.path)} stands there already`, EXISTS)
}

const EXISTS = 'writ init overwrites nothing: name a new folder, or move that file away.'

const writePipeline = (dir: string, made: Pipeline | null): string[] =>
  made === null
    ? []
    : writeFiles(made.root, made.files, false).written.map((path) => relative(dir, join(made.root, path)))

function told(dir: string, made: Pipeline | null, isEstate: boolean): string[] {
  const steps =
    made === null ? [] : ['Before the pipeline runs:', ...made.next.map((step, at) => `  ${at + 1}. ${step}`)]
  if (isEstate) return steps
  return [...nextSteps(dir), ...(steps.length === 0 ? [] : ['', ...steps])]
}

const nextSteps = (dir: string): string[] => {
  const at = dir === '.' ? '' : ` ${dir}`
  return [
    'Try it on a platform of its own, in two terminals:',
    '  writ sandbox --port 4010      # prints two tokens: export them in the other terminal',
    `  writ plan${at}`,
    '',
    'Or begin with the platform you have:',
    `  1. name it in ${join(dir, 'writ.yaml')}, and set the variables that hold its tokens`,
    `  2. rm -r ${['apps', 'packages', 'accounts'].map((folder) => join(dir, folder)).join(' ')}      # the example`,
    `  3. writ import${at}`,
    '',
    'Nothing is written to a platform until writ.yaml says mode: enforce.',
  ]
}
