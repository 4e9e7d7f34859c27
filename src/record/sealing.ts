import { join } from 'node:path'
import { canonical } from '../model/canonical.js'
import type { Previous, Statement } from '../model/generated/record.js'
import type { SealedRecord } from '../model/journal.js'
import type { Sealed } from './chain.js'
import { replaceFile } from './durable.js'
import { folderShelf, NEWEST } from './folder.js'
import type { Signer } from './keys.js'
import { written } from './line.js'
import { locked } from './lock.js'
import { tipOf } from './shelf.js'
import type { JournalFile } from './writer.js'

/** A journal that is to be closed. */
export interface Sealing {
  readonly journal: JournalFile
  /** Sealed by another run than its own? */
  readonly cutOff: boolean
  readonly signer: Signer | null
}

/** How a record names the one before. */
export const previousOf = (before: Sealed | null): Previous | null =>
  before === null ? null : { run: before.statement.run, root: before.statement.root, seal: written(before.hash) }

export const sealedRecord = (place: string, { run, head, root, signer }: Statement): SealedRecord => ({
  ...{ run, place, head, root },
  signedBy: signer?.keyid ?? null,
})

const LOCK = '.lock'

/** One at a time: a record names the one before, and no two may name the same. */
export const alone = <T>(folder: string, act: () => Promise<T>): Promise<T> => locked(join(folder, LOCK), act)

/** Closes a journal that lies where it will stay. The lock is held. */
export async function sealInFolder(folder: string, { journal, cutOff, signer }: Sealing): Promise<SealedRecord> {
  const tip = await tipOf(await folderShelf(folder).files())
  const { text, statement, previous } = journal.sealed({ cutOff, previous: previousOf(tip), signer })
  journal.close(text)
  replaceFile(join(folder, NEWEST), `${canonical(previous)}\n`)
  return sealedRecord(journal.path, statement)
}
