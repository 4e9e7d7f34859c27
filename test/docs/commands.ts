import { spawnSync } from 'node:child_process'
import type { Block } from './blocks.js'

export interface Command {
  readonly text: string
  /** Of its first line, in the document. */
  readonly line: number
  /** What it must end with: `# exit 3` behind it says so, 0 where nothing does. */
  readonly exit: number
  /** What is printed below it; null where the document does not say. */
  readonly output: string | null
}

/** What installs, builds or tests this repository: run from its own tests, it would never end. */
export const isOfThisRepository = (text: string): boolean => /^npm (ci|test|run)\b/.test(text)

/** The commands of a `sh` block, or of a `console` block with what each prints. */
export const commandsOf = ({ language, text, line }: Block): Command[] =>
  language === 'console' ? inConsole(text.split('\n'), line) : inShell(text.split('\n'), line)

function inShell(lines: readonly string[], first: number): Command[] {
  const commands: Command[] = []
  let open: string[] = []
  for (const [at, line] of lines.entries()) {
    if (open.length === 0 && /^\s*(#|$)/.test(line)) continue
    open.push(line)
    if (!isWhole(open.join('\n'))) continue
    commands.push(command(open, first + at - open.length + 1, null))
    open = []
  }
  if (open.length > 0) throw new Error(`line ${first + lines.length - open.length}: this command does not end`)
  return commands
}

function inConsole(lines: readonly string[], first: number): Command[] {
  const starts = lines.flatMap((line, at) => (line.startsWith('$ ') ? [at] : []))
  if (starts[0] !== 0) throw new Error(`line ${first}: a console block begins with "$ " and a command`)
  return starts.map((start, index) => {
    const own = lines.slice(start, starts[index + 1] ?? lines.length)
    const rest = own.findIndex((line, at) => at > 0 && !line.startsWith('> '))
    const typed = own.slice(0, rest < 0 ? own.length : rest).map((line) => line.slice(2))
    return command(typed, first + start, own.slice(typed.length).join('\n').trimEnd())
  })
}

function command(lines: readonly string[], line: number, output: string | null): Command {
  const [, exit = '0'] = /#.*\bexit (\d+)\b/.exec(lines.at(-1) ?? '') ?? []
  return { text: lines.join('\n'), line, exit: Number(exit), output }
}

/** Whether the shell would run this, or wait for more lines: a quote, a loop or a here-document may be open. */
function isWhole(text: string): boolean {
  if (text.endsWith('\\')) return false
  const { status, stderr } = spawnSync('bash', ['-n'], { input: `${text}\n`, encoding: 'utf8' })
  return status === 0 && stderr === ''
}
