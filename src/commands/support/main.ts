import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { didYouMean } from '../../model/nearest.js'
import { runners } from '../run/index.js'
import { ASK } from './completion/scripts.js'
import { tellBriefly, tellFailure } from './failure.js'
import { oclifOptions, packageRoot, readPackage } from './oclif.js'
import { data } from './output.js'
import { leaveQuietly } from './pipes.js'
import { commandOf, type Manifest, quick } from './quick.js'
import { usage } from './usage.js'

/** The program: finds the command, runs it, and turns whatever it ends with into an exit code. Never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  leaveQuietly()
  try {
    process.exitCode = await dispatch(argv)
  } catch (error) {
    process.exitCode = await tellFailure(error, formatOf(argv)).catch(() => tellBriefly(error))
  }
}

async function dispatch(argv: readonly string[]): Promise<number | undefined> {
  if (argv[0] === '--version') {
    data(`writ ${readPackage().version}`)
    return 0
  }
  const manifest = readManifest()
  if (argv[0] === ASK) return (await import('../run/complete.js')).answer(argv.slice(1), manifest)
  const found = quick(argv, manifest)
  if (found !== null) return await (await runners[found.id as keyof typeof runners]())(found.parsed as never)
  const [id = '', ...rest] = argv
  if (id === 'help') return await speak([...rest, '--help'], manifest)
  return await speak(argv, manifest)
}

/** Help and mistakes: oclif knows how to tell them. A command that runs sets the exit code itself. */
async function speak(argv: readonly string[], manifest: Manifest): Promise<number | undefined> {
  const found = commandOf(argv, manifest)
  const words = argv.filter((word) => !word.startsWith('-')).slice(0, 2)
  if (words.length > 0 && !argv[0]?.startsWith('-') && found === null) checkTopic(words, manifest)
  const { run } = await import('@oclif/core/run')
  // One word for the command: oclif would take what follows for more of its name.
  await run(
    found === null ? [...argv] : [found.id, ...found.rest],
    oclifOptions() as unknown as Parameters<typeof run>[1],
  )
  return process.exitCode as number | undefined
}

/** `writ apps` alone is helped with what there is below it; anything else that is no command is a mistake. */
function checkTopic([first = '', second]: readonly string[], { commands }: Manifest): void {
  const known = Object.keys(commands).map((id) => id.replace(':', ' '))
  const isTopic = known.some((name) => name.startsWith(`${first} `))
  if (isTopic && second === undefined) return
  const name = isTopic ? `${first} ${second}` : first
  const names = isTopic ? known : known.map((each) => each.split(' ')[0] ?? each)
  throw usage(`writ has no command ${name}.${didYouMean(name, names)}`, 'writ --help lists them.')
}

const readManifest = (): Manifest =>
  JSON.parse(readFileSync(join(packageRoot, 'oclif.manifest.json'), 'utf8')) as Manifest

/** The format that was asked for, as far as a line that may be a mistake tells. */
const formatOf = (argv: readonly string[]): string =>
  argv.flatMap((word, at) => {
    if (word === '--format') return argv[at + 1] ?? []
    return word.startsWith('--format=') ? word.slice('--format='.length) : []
  })[0] ?? 'text'
