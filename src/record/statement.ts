import { canonical, isMap } from '../model/canonical.js'
import type { Envelope, Previous, SealEntry, Statement } from '../model/generated/record.js'
import { isSignedBy, PAYLOAD_TYPE, seal, strictBase64 } from './dsse.js'
import { type PublicKey, publicKeyFrom, type Signer } from './keys.js'
import { lineOf, written } from './line.js'
import type { MerkleTree } from './merkle.js'

/** Where a journal has come to: all that a seal says of its lines. */
export interface Standing {
  readonly run: string
  readonly tenant: string
  /** Of the last line. */
  readonly head: string
  readonly tree: MerkleTree
}

/** The line that closes a record. */
export function sealLine(
  { run, tenant, head, tree }: Standing,
  facts: { at: string; cutOff: boolean; previous: Previous | null; signer: Signer | null },
): { text: string; statement: Statement; previous: Previous } {
  const { at, cutOff, previous, signer } = facts
  const statement: Statement = {
    formatVersion: 1,
    ...{ run, tenant, entries: tree.size, head: written(head), root: written(tree.root) },
    ...{ cutOff, sealedAt: at, previous },
    signer: signer === null ? null : { keyid: signer.keyid, publicKey: signer.publicKey },
  }
  const envelope = seal(Buffer.from(canonical(statement)), signer)
  const line = lineOf({ type: 'seal', seq: tree.size, at, prev: written(head), envelope })
  return { text: line.text, statement, previous: { run, root: statement.root, seal: written(line.hash) } }
}

/** The statement of a seal; or, as a text, why it cannot be believed. Whether the key may sign is another question. */
export function openSeal({ envelope, at }: SealEntry): Statement | string {
  const payload = isEnvelope(envelope) ? strictBase64(envelope.payload) : null
  const statement = payload === null ? null : parsed(payload)
  if (payload === null || statement === null) return 'is no seal of a record'
  if (statement.sealedAt !== at) return 'was changed: its time is not that of its statement'
  const { signer } = statement
  const [signature, ...others] = envelope.signatures
  if (signer === null) return signature === undefined ? statement : 'has a signature, and its statement names no signer'
  const key = publicKeyFrom(signer.publicKey)
  if (key === null || key.keyid !== signer.keyid) return 'names a key that is none'
  if (signature === undefined) return 'has lost its signature'
  if (others.length > 0 || signature.keyid !== signer.keyid) return 'is signed by another key than its statement names'
  return isGenuine(envelope, payload, key) ? statement : 'has a wrong signature'
}

function isGenuine(envelope: Envelope, payload: Buffer, { key }: PublicKey): boolean {
  const signature = strictBase64(envelope.signatures[0]?.sig ?? '')
  return signature !== null && isSignedBy(envelope, payload, signature, key)
}

function isEnvelope(value: unknown): value is Envelope {
  if (!isMap(value) || value.payloadType !== PAYLOAD_TYPE || typeof value.payload !== 'string') return false
  const { signatures } = value
  return (
    Array.isArray(signatures) &&
    signatures.every((each) => isMap(each) && typeof each.keyid === 'string' && typeof each.sig === 'string')
  )
}

function parsed(payload: Buffer): Statement | null {
  try {
    const value: unknown = JSON.parse(payload.toString())
    return isStatement(value) && canonical(value) === payload.toString() ? value : null
  } catch {
    return null
  }
}

function isStatement(value: unknown): value is Statement {
  if (!isMap(value) || value.formatVersion !== 1) return false
  const { run, tenant, entries, head, root, cutOff, sealedAt, previous, signer } = value
  return (
    [run, tenant, head, root, sealedAt].every((each) => typeof each === 'string') &&
    typeof entries === 'number' &&
    typeof cutOff === 'boolean' &&
    (previous === null || hasTexts(previous, ['run', 'root', 'seal'])) &&
    (signer === null || hasTexts(signer, ['keyid', 'publicKey']))
  )
}

const hasTexts = (value: unknown, keys: readonly string[]): boolean =>
  isMap(value) && keys.every((key) => typeof value[key] === 'string')
