import { createInterface } from 'node:readline/promises'
import { Fault } from '../../model/fault.js'

/** Asks once; anything but yes is no. Without a terminal nobody is asked, and nothing happens. */
export async function confirm(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new Fault(
      'apply/no-terminal',
      'there is no terminal to ask on, and nobody said yes',
      'Add --yes in a schedule, or --approved PLAN-FILE for a plan that was reviewed.',
    )
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  lines.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'))
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `, { signal })).trim())
  } catch (error) {
    // Ctrl-C, or Ctrl-D: no answer is no.
    if ((error as NodeJS.ErrnoException).code === 'ABORT_ERR') return false
    throw error
  } finally {
    lines.close()
  }
}
