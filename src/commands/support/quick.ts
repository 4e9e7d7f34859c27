import { parseArgs } from 'node:util'

/** A command line as oclif would parse it: raw texts, to be settled by whoever runs the command. */
export interface Parsed {
  readonly flags: Readonly<Record<string, unknown>>
  readonly args: Readonly<Record<string, string | undefined>>
  /** All words that are no flags, of a command that takes as many as are given. */
  readonly argv?: readonly unknown[]
}

/** What oclif.manifest.json says of a command, as far as it is read here. */
export interface Manifest {
  readonly commands: Readonly<Record<string, CommandManifest>>
}
interface CommandManifest {
  readonly summary?: string
  readonly flags: Readonly<Record<string, FlagManifest>>
  readonly args: Readonly<Record<string, ArgManifest>>
  /** False where any number of words may follow. */
  readonly strict?: boolean
}
interface ArgManifest {
  readonly required?: boolean
  readonly default?: string
  readonly options?: readonly string[]
}
interface FlagManifest {
  readonly description?: string
  readonly hidden?: boolean
  readonly type: 'boolean' | 'option'
  readonly char?: string
  readonly multiple?: boolean
  readonly options?: readonly string[]
  readonly default?: string | boolean
  readonly env?: string
  readonly required?: boolean
}

/** The command that a line begins with, and what follows: `apps list` is `apps:list`. */
export function commandOf(argv: readonly string[], { commands }: Manifest) {
  for (const words of [2, 1]) {
    const id = argv.slice(0, words).join(':')
    if (argv.length >= words && Object.hasOwn(commands, id)) return { id, rest: argv.slice(words) }
  }
  return null
}

/**
 * Parses what needs no explanation, so that most runs start without loading oclif. Null for whatever does: help, a
 * mistake, a flag or a command that takes several values. oclif, who reads the same declarations, then speaks.
 */
export function quick(argv: readonly string[], manifest: Manifest) {
  const found = commandOf(argv, manifest)
  const command = found === null ? undefined : manifest.commands[found.id]
  if (found === null || command === undefined || command.strict === false) return null
  const { id, rest } = found
  const parsed = attempt(command, rest)
  if (parsed === null) return null
  const args = argsOf(command, parsed.positionals)
  const flags = flagsOf(command, parsed.values)
  return args === null || flags === null ? null : { id, parsed: { args, flags } satisfies Parsed }
}

function attempt({ flags }: CommandManifest, args: string[]) {
  const options = Object.entries(flags).map(([name, { type, char }]) => [
    name,
    { type: type === 'boolean' ? ('boolean' as const) : ('string' as const), ...(char ? { short: char } : {}) },
  ])
  try {
    return parseArgs({ args, options: Object.fromEntries(options), allowPositionals: true, strict: true })
  } catch {
    return null
  }
}

function argsOf({ args }: CommandManifest, given: readonly string[]): Record<string, string | undefined> | null {
  const names = Object.entries(args)
  if (names.some(([, { options }], at) => options?.includes(given[at] ?? '') === false && given[at] !== undefined))
    return null
  if (given.length > names.length) return null
  const values = names.map(([name, { default: preset }], at) => [name, given[at] ?? preset] as const)
  const isComplete = names.every(([, { required }], at) => !required || given[at] !== undefined)
  return isComplete ? Object.fromEntries(values.filter(([, value]) => value !== undefined)) : null
}

function flagsOf(
  { flags }: CommandManifest,
  given: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
): Record<string, unknown> | null {
  const values: Record<string, unknown> = {}
  for (const [name, flag] of Object.entries(flags)) {
    const value = given[name] ?? (flag.env && process.env[flag.env] ? process.env[flag.env] : undefined) ?? flag.default
    const isOdd = flag.options !== undefined && value !== undefined && !flag.options.includes(String(value))
    if ((flag.multiple && given[name] !== undefined) || isOdd || (flag.required && value === undefined)) return null
    if (value !== undefined) values[name] = value
  }
  return values
}
