/** A failure that is nobody's statement: the network, the platform, the disk. One place turns it into text. */
export class Fault extends Error {
  override readonly name = 'Fault'
  constructor(
    /** Stable, e.g. `platform/unreachable`. */
    readonly code: string,
    message: string,
    /** The next thing to do. */
    readonly help?: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}
