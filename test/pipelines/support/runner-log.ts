/** Commands to the runner that somebody who writes to its log may give. */
const KNOWN = [
  ...['add-mask', 'set-output', 'save-state', 'set-env', 'add-path', 'echo', 'debug', 'notice', 'warning', 'error'],
  ...['group', 'endgroup', 'add-matcher', 'remove-matcher', 'stop-commands', 'internal-set-repo-path'],
]

export interface Command {
  readonly name: string
  readonly line: string
}

/** The commands that a runner would obey in a log: `::name …::` at the start of a line, `##[name …]` anywhere. */
export function obeyed(log: string): Command[] {
  const commands: Command[] = []
  let stopped: string | null = null
  for (const line of log.split('\n')) {
    const text = line.trimStart()
    if (stopped !== null) {
      if (text.trimEnd() === `::${stopped}::`) stopped = null
      continue
    }
    const name = /^::([a-z-]+)(?: [^\n]*?)?::/i.exec(text)?.[1] ?? /##\[([a-z-]+)[^\]]*\]/i.exec(line)?.[1]
    if (name === undefined || !KNOWN.includes(name.toLowerCase())) continue
    if (name === 'stop-commands') stopped = text.replace(/^::stop-commands::/, '').trimEnd()
    else commands.push({ name, line })
  }
  return commands
}
