import type { Estate } from '../../model/document.js'
import type { PublicKey, Shelf } from '../../record/index.js'
import type { RunOptions } from '../options.js'

/** What looking back needs, settled at the door. */
export interface Asked {
  /** The estate's folder, in the work tree of its repository. */
  readonly dir: string
  /** Of its `writ.yaml` as it is now: tenant and environment. */
  readonly estate: Estate
  readonly shelf: Shelf
  /** Keys that may have signed; none: no signature is held to any. */
  readonly keys: readonly PublicKey[]
  readonly options: RunOptions
}
