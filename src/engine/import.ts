import { objections } from '../documents/admit.js'
import { limits } from '../documents/limits.js'
import { foldKey } from '../documents/yaml/keys.js'
import { type Asked, type Imported, importTenant, type Language, namesakes } from '../import/index.js'
import type { Address } from '../model/address.js'
import type { Estate } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import { Fault } from '../model/fault.js'
import { didYouMean } from '../model/nearest.js'
import type { AccountRow, Snapshot } from '../model/snapshot.js'
import type { ReadPort } from '../provider/port.js'
import { tenantUnknown, unknowns } from '../state/completeness.js'
import { liveState } from '../state/live.js'
import { readWhole } from './door.js'

export type { Asked, Imported, ImportedKind } from '../import/index.js'
export { IMPORTED } from '../import/index.js'

/** What was imported, and from which state of the platform. */
export interface Importing {
  readonly imported: Imported
  readonly snapshot: Snapshot
}

/**
 * Reads the live platform and writes it as documents, as texts; nothing reaches the disk or the platform here.
 * @param estate names the platform; what it declares already is left to it
 * @throws Fault where nobody can say which apps and accounts there are, or what was asked for is not there
 */
export async function importLive(estate: Estate, port: ReadPort, asked: Asked): Promise<Importing> {
  const snapshot = await readWhole(estate, port)
  const unknown = tenantUnknown(snapshot)
  if (unknown !== null) throw new Fault('read/incomplete', unknown, 'Run again when the platform answers.')
  return { snapshot, imported: importOver(estate, snapshot, asked) }
}

/** The same over what was read. Pure. */
export function importOver(estate: Estate, snapshot: Snapshot, asked: Asked): Imported {
  check(snapshot, asked)
  const live = liveState(snapshot)
  const tenant = {
    apps: live.apps,
    levels: snapshot.platform.capabilities.levels,
    accounts: [...snapshot.rows.accounts.values()],
    unknown: unknowns(snapshot),
    tree: live.account,
    shared: namesakes(snapshot),
    language: LANGUAGE,
  }
  const imported = importTenant(tenant, asked, declaredIn(estate))
  checkSize(imported)
  return imported
}

/** An estate that the loader would refuse for its size is better not begun. */
function checkSize({ files }: Imported): void {
  const large = files.find(({ text }) => Buffer.byteLength(text) > limits.fileBytes)
  if (large !== undefined)
    throw new Fault('import/too-large', `${large.path} would have more than ${limits.fileBytes} bytes`, NARROWER)
  if (files.length > limits.files)
    throw new Fault('import/too-many', `${files.length} files are more than an estate may have`, NARROWER)
}

const NARROWER = 'Import less: --kind for some kinds, --account for some accounts, --sets-by for what is alike.'

const LANGUAGE: Language = { refusals: objections, fold: foldKey, longest: limits.documentLength }

const declaredIn = ({ documents }: Estate): ReadonlyMap<Address, string> =>
  new Map(documents.map((document) => [addressOfDocument(document), document.source.file]))

/** A name that nobody has would import nothing, and that would look like a success. */
function check({ rows }: Snapshot, { accounts, setsBy }: Asked): void {
  const names = [...rows.accounts.values()].map(({ name }) => name)
  const known = new Set(names)
  for (const name of accounts ?? [])
    if (!known.has(name))
      throw new Fault('import/unknown-account', `there is no account ${name}.${didYouMean(name, names)}`, ACCOUNTS)
  if (setsBy !== null) checkLabel([...rows.accounts.values()], setsBy)
}

function checkLabel(accounts: readonly AccountRow[], key: string): void {
  const keys = new Set(accounts.flatMap(({ labels }) => Object.keys(labels)))
  const match = { labels: { [key]: 'value' } }
  const [refused] = objections('AccountSet', { kind: 'AccountSet', name: 'set', match })
  if (keys.has(key) && refused === undefined) return
  const problem = keys.has(key)
    ? `no set can match the label ${key}: ${refused?.message}`
    : `no account has a label ${key}`
  throw new Fault('import/unknown-label', `${problem}.${didYouMean(key, keys)}`, LABELS)
}

const LABELS = 'writ accounts list shows the accounts with their labels.'
const ACCOUNTS = 'writ accounts list shows them.'
