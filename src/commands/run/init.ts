import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../model/fault.js'
import { outcome } from '../../model/outcome.js'
import { safe } from '../../report/safe.js'
import { writeFiles } from '../support/estate-files.js'
import { data, json } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { scaffold } from '../support/scaffold.js'
import { usage } from '../support/usage.js'

interface Flags {
  readonly ci?: string
  readonly format: string
}

/** A small estate to begin with: it validates, and says of itself what each part is for. Overwrites nothing. */
export async function init({ args, flags: given }: Parsed): Promise<number> {
  const { ci, format } = given as unknown as Flags
  if (ci !== undefined)
    throw usage('init --ci is not supported yet', 'Leave it out; writ init makes the estate itself.')
  const dir = args.dir ?? '.'
  mkdirSync(dir, { recursive: true })
  // A repository has its own list of what to ignore, and it is not ours to change.
  const files = scaffold(dir).filter(({ path }) => path !== '.gitignore' || !existsSync(join(dir, path)))
  const [there] = files.filter(({ path }) => existsSync(join(dir, path)))
  if (there !== undefined) throw new Fault('init/exists', `${join(dir, there.path)} stands there already`, EXISTS)
  const { written } = writeFiles(dir, files, false)
  if (format === 'json') json({ formatVersion: 1, written, outcome: outcome([]) })
  else data([...written.map((path) => `  ${path}`), '', ...nextSteps(safe(dir))].join('\n'))
  return 0
}

const EXISTS = 'writ init overwrites nothing: name a new folder.'

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
