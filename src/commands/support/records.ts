import { existsSync, readFileSync, statSync } from 'node:fs'
import { loadWrit } from '../../documents/index.js'
import {
  folderShelf,
  openFile,
  openRef,
  openStore,
  type PublicKey,
  publicKeysFrom,
  type Shelf,
  type Store,
} from '../../record/index.js'
import { InvalidEstate } from './failure.js'
import { usage } from './usage.js'

/** Where records are looked for, when no file or store is named. */
export interface RecordFlags {
  readonly dir?: string
  readonly env?: string
  readonly format: string
}

const variables = process.env

/** The store of the estate in a folder, read from its writ.yaml alone: a document that is wrong hides no record. */
export async function estateStore({ dir = '.', env }: RecordFlags): Promise<Store> {
  const { estate, ...loaded } = await loadWrit(dir, { env, now: new Date() })
  if (estate === null) throw new InvalidEstate({ ...loaded })
  return openStore({ dir, store: estate.config.record?.store, clock: Date.now, variables })
}

/** A file, a folder or `git:refs/…`, where one is named; else the store of the estate. */
export async function shelfOf(named: string | undefined, flags: RecordFlags): Promise<Shelf> {
  if (named === undefined) return (await estateStore(flags)).shelf
  const { dir = '.' } = flags
  if (named.startsWith('git:')) return openRef(named, dir, variables)
  if (!existsSync(named))
    throw usage(`there is no file or folder ${named}`, 'Name a record, a folder of records or git:refs/…')
  return statSync(named).isDirectory() ? folderShelf(named) : openFile(named)
}

/** The public keys in a file. */
export function keysIn(file: string | undefined): PublicKey[] {
  if (file === undefined) return []
  if (!existsSync(file)) throw usage(`--key: there is no file ${file}`, 'Name a file of public keys, in PEM.')
  return publicKeysFrom(readFileSync(file, 'utf8'), file)
}
