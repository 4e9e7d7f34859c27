import { rmSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { folderShelf } from './folder.js'
import { Git, type Variables } from './git.js'
import { checkRef, refShelf } from './git-ref.js'
import { sealIntoRef } from './git-seal.js'
import { type Signer, signerFrom } from './keys.js'
import { sealInFolder } from './sealing.js'
import type { Shelf } from './shelf.js'
import { type Kept, Store } from './store.js'

export { folderShelf, openFile } from './folder.js'
export { type PublicKey, publicKeysFrom } from './keys.js'
export { readLine } from './line.js'
export { linesOf } from './lines.js'
export type { RecordFile, RecordFinding, Shelf } from './shelf.js'
export { openSeal } from './statement.js'
export type { Store } from './store.js'
export { summaryOf } from './summary.js'
export { type Verification, verifyStore } from './verify-store.js'

export interface StoreOptions {
  /** The estate's folder. */
  readonly dir: string
  /** `record.store` of writ.yaml: a folder, seen from there, or `git:refs/…`. Absent: `.writ/records`. */
  readonly store?: string | undefined
  /** What `record.key` resolves to; absent where it is not configured, or nothing will be sealed. */
  readonly key?: string | undefined
  /** Milliseconds since 1970. */
  readonly clock: () => number
  /** The variables of this process; git needs some of them. */
  readonly variables: Variables
}

const HIDDEN = '.writ'
const REF = 'git:'

/**
 * Opens the place where an estate's records are kept; nothing is made before the first record begins.
 * Throws `record/key`, `record/ref` and `record/git` before anything is written.
 */
export async function openStore({ dir, store, key, clock, variables }: StoreOptions): Promise<Store> {
  const signer = key === undefined ? null : signerFrom(key)
  if (store?.startsWith(REF)) return new Store(await inRef(store.slice(REF.length), { dir, variables, signer, clock }))
  const folder = placeOf(store ?? join(HIDDEN, 'records'), dir)
  const hidden = store === undefined ? join(dir, HIDDEN) : null
  const kept = { shelf: folderShelf(folder), journals: folder, hidden, signer, clock }
  return new Store({ ...kept, seal: (sealing) => sealInFolder(folder, sealing) })
}

/** Relative where the estate's folder is: that is how people read it. */
const placeOf = (store: string, dir: string): string => (isAbsolute(store) ? store : join(dir, store))

interface InRef {
  readonly dir: string
  readonly variables: Variables
  readonly signer: Signer | null
  readonly clock: () => number
}

/** Journals lie in the estate's folder until they are sealed: a ref moves once for each run, and not for each line. */
async function inRef(ref: string, { dir, variables, signer, clock }: InRef): Promise<Kept> {
  const git = new Git(resolve(dir), variables)
  await checkRef(git, ref)
  const shelf = refShelf(git, ref)
  // Also what lies there already is looked at before a run begins, and not once it has written.
  await shelf.files()
  const hidden = join(dir, HIDDEN)
  return {
    ...{ shelf, journals: join(hidden, 'journals'), hidden, signer, clock },
    async seal(sealing) {
      const sealed = await sealIntoRef(git, ref, sealing)
      sealing.journal.close()
      rmSync(sealing.journal.path)
      return sealed
    },
  }
}

/** The records of a ref in the repository around a folder, to be looked at. */
export async function openRef(store: string, dir: string, variables: Variables): Promise<Shelf> {
  const git = new Git(resolve(dir), variables)
  const ref = store.slice(REF.length)
  await checkRef(git, ref)
  return refShelf(git, ref)
}
