import { commandOf, type Manifest } from '../quick.js'

/** One way to go on, and what it is about. */
export interface Candidate {
  readonly value: string
  readonly about?: string
}

/** What may stand at the end of a command line: words of ours, and files or folders besides where these fit. */
export interface Completion {
  readonly candidates: readonly Candidate[]
  readonly also?: 'files' | 'folders'
}

/** What a value may be: told by whoever knows the estate, asked only where such a word is to be completed. */
export interface Values {
  /** Of a flag, by its name; of an argument, by the command and its name: `explain.app`. */
  readonly of: (what: string, dir: string) => Completion
}

type Command = Manifest['commands'][string]

/**
 * What may stand in the place of the last word, which may be empty or begun. Candidates that do not begin as it does
 * are left out. Pure but for `values`.
 * @param words what stands behind `writ`
 */
export function complete(words: readonly string[], manifest: Manifest, values: Values): Completion {
  const last = words.at(-1) ?? ''
  const before = words.slice(0, -1)
  const { candidates, ...also } = possible(before, last, manifest, values)
  return { candidates: candidates.filter(({ value }) => value.startsWith(last)), ...also }
}

function possible(before: readonly string[], last: string, manifest: Manifest, values: Values): Completion {
  const words = before[0] === 'help' ? before.slice(1) : before
  const found = commandOf(words, manifest)
  if (found === null) return { candidates: commandWords(words, last, manifest) }
  if (before[0] === 'help') return { candidates: [] }
  const command = manifest.commands[found.id] as Command
  return behind(command, { id: found.id, rest: found.rest, last }, values)
}

/** The first words of commands, or those that follow a topic. */
function commandWords(before: readonly string[], last: string, { commands }: Manifest): Candidate[] {
  if (before.length === 0 && last.startsWith('-')) return [{ value: '--help' }, { value: '--version' }]
  const ids = Object.keys(commands).map((id) => id.split(':'))
  const alike = ids.filter((id) => before.every((word, at) => word === id[at]) && id.length > before.length)
  const next = new Map(alike.map((id) => [id[before.length] ?? '', id]))
  const told = [...next].map(([value, id]) => ({
    value,
    about: id.length === before.length + 1 ? (commands[id.join(':')]?.summary ?? '') : '',
  }))
  return before.length === 0 ? [...told, { value: 'help', about: 'Tells about a command' }] : told
}

interface Line {
  readonly id: string
  readonly rest: readonly string[]
  readonly last: string
}

/** Behind a command: the value of a flag, a flag, or an argument. */
function behind(command: Command, { id, rest, last }: Line, values: Values): Completion {
  const dir = dirOf(command, rest)
  const open = rest.includes('--') ? undefined : valued(command, rest.at(-1))
  if (open !== undefined) return valuesOf(open, command, values, dir)
  const [, name, begun] = /^--([\w-]+)=(.*)$/s.exec(last) ?? []
  if (name !== undefined && begun !== undefined) {
    const { candidates } = valuesOf(name, command, values, dir)
    return { candidates: candidates.map((each) => ({ ...each, value: `--${name}=${each.value}` })) }
  }
  if (last.startsWith('-')) return { candidates: flagsOf(command, rest) }
  const args = Object.keys(command.args)
  const arg = args[positionals(command, rest).length] ?? (command.strict === false ? args.at(-1) : undefined)
  return arg === undefined ? { candidates: [] } : argument(command, id, arg, values, dir)
}

function argument(command: Command, id: string, arg: string, values: Values, dir: string): Completion {
  const options = command.args[arg]?.options
  if (options !== undefined) return { candidates: options.map((value) => ({ value })) }
  return values.of(arg === 'dir' ? 'dir' : `${id}.${arg}`, dir)
}

/** The name of the flag whose value comes next, if the word before is one without it. */
function valued({ flags }: Command, word: string | undefined): string | undefined {
  const [, name] = /^--([\w-]+)$/.exec(word ?? '') ?? []
  const flag = name === undefined ? undefined : flags[name]
  return flag?.type === 'option' ? name : undefined
}

function valuesOf(name: string, { flags }: Command, values: Values, dir: string): Completion {
  const options = flags[name]?.options
  return options === undefined ? values.of(name, dir) : { candidates: options.map((value) => ({ value })) }
}

/** The flags that may still be given: each once, but those that take several values. */
function flagsOf({ flags }: Command, rest: readonly string[]): Candidate[] {
  const given = new Set(rest.flatMap((word) => /^--([\w-]+)/.exec(word)?.[1] ?? []))
  const open = Object.entries(flags).filter(
    ([name, { hidden, multiple }]) => hidden !== true && (multiple === true || !given.has(name)),
  )
  const told = open.map(([name, { description }]) => ({ value: `--${name}`, about: description ?? '' }))
  return [...told, { value: '--help', about: 'What this command does, with examples' }]
}

/** The words that are neither flags nor their values. */
const positionals = (command: Command, rest: readonly string[]): string[] =>
  rest.filter((word, at) => !word.startsWith('-') && valued(command, rest[at - 1]) === undefined)

/** The folder that the line is about, as far as it says so. */
function dirOf(command: Command, rest: readonly string[]): string {
  const said = rest.indexOf('--dir')
  if (said >= 0) return rest[said + 1] ?? '.'
  const at = Object.keys(command.args).indexOf('dir')
  return (at < 0 ? undefined : positionals(command, rest)[at]) ?? '.'
}
