import { type Reloaded, Reloading } from '../../documents/reload.js'
import { safe } from '../../report/safe.js'
import { list, minute } from '../../report/words.js'
import { interruptible } from '../support/interrupt.js'
import { looks, note } from '../support/output.js'
import { FolderWatch } from '../support/watch-folder.js'

export interface Watching {
  readonly env: string | undefined
  /** The moment of each validation. */
  readonly now: () => Date
  /** Shows what a validation found. */
  readonly tell: (report: Reloaded) => Promise<unknown>
}

/**
 * Validates an estate, and again whenever one of its files has changed, until somebody stops it. A terminal shows the
 * last state alone; elsewhere each validation is announced with a line on stderr.
 */
export async function watchEstate(dir: string, { env, now, tell }: Watching): Promise<number> {
  const interruption = interruptible('')
  const watch = new FolderWatch(dir)
  const estate = new Reloading(dir)
  try {
    while (!interruption.signal.aborted) {
      const begun = performance.now()
      const report = await estate.load({ env, now: now() }, false)
      if (report !== null) {
        announce(report)
        await tell(report)
        said(report, performance.now() - begun)
      }
      await watch.changed(interruption.signal)
    }
  } finally {
    watch.close()
    interruption.release()
  }
  return interruption.exitCode() ?? 0
}

/** A clean screen, where there is one; what was above can still be scrolled to. */
function announce({ changed }: Reloaded): void {
  if (isScreen()) process.stdout.write('\u001b[H\u001b[2J')
  else if (changed.length > 0) note(`${new Date().toISOString()} changed: ${list(safe([...changed]), 4)}`)
}

const isScreen = (): boolean => process.stdout.isTTY === true && process.env.TERM !== 'dumb'

function said(report: Reloaded, milliseconds: number): void {
  const time = `${Math.round(milliseconds)} ms`
  if (!isScreen()) note(`${new Date().toISOString()} validated ${report.files} files in ${time}`)
  else note(dim(`\n${minute(new Date().toISOString())} · ${report.files} files in ${time} · watching, Ctrl-C ends`))
}

const dim = (text: string): string => (looks().colour ? `\u001b[2m${text}\u001b[22m` : text)
