import { SCRIPTS } from '../support/completion/scripts.js'
import { data } from '../support/output.js'
import type { Parsed } from '../support/quick.js'

/** What a shell is to load, so that it completes commands, flags, values and the names of the estate at hand. */
export async function completion({ args }: Parsed): Promise<number> {
  data(SCRIPTS[args.shell ?? ''] ?? '')
  return 0
}
