/** How many works must be brought to their end, whoever still listens. */
let held = 0

/**
 * A reader that has seen enough is no mistake: `writ plan | head -1`. What writes goes on all the same, unheard: leaving in
 * the middle would keep the lease and lose the record.
 */
export function leaveQuietly(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
      if (held === 0) process.exit()
    })
  }
}

/** Until the returned function is called, a broken pipe ends nothing. */
export function stayOn(): () => void {
  held += 1
  return () => {
    held -= 1
  }
}
