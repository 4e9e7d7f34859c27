import { createPrivateKey, createPublicKey, hash, type KeyObject } from 'node:crypto'
import { Fault } from '../model/fault.js'
import { strictBase64 } from './dsse.js'
import { written } from './line.js'

/** A key that signs records. */
export interface Signer extends PublicKey {
  readonly privateKey: KeyObject
}

/** The public half of a key, by which a signature is checked. */
export interface PublicKey {
  /** `sha256:` and the digest of its SPKI form. */
  readonly keyid: string
  /** SPKI, DER, base64. */
  readonly publicKey: string
  readonly key: KeyObject
}

/** RFC 8410: what stands before the 32 bytes of a private, and of a public key. */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex')
const RAW = 32

/**
 * The key that `record.key` refers to: PKCS8 as PEM, or the 32 bytes of the seed as base64. Throws `record/key`, whose
 * text tells nothing of what stands in it (E16).
 */
export function signerFrom(text: string): Signer {
  const privateKey = readPrivate(text.trim())
  if (privateKey === null) throw badKey('is neither a PEM nor the base64 of 32 bytes')
  if (privateKey.asymmetricKeyType !== 'ed25519') throw badKey(`is ${privateKey.asymmetricKeyType}`)
  return { ...describe(createPublicKey(privateKey)), privateKey }
}

function readPrivate(text: string): KeyObject | null {
  const seed = text.startsWith('-----') ? null : strictBase64(text)
  if (seed !== null && seed.length !== RAW) return null
  try {
    return seed === null
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), format: 'der', type: 'pkcs8' })
  } catch {
    return null
  }
}

const badKey = (what: string): Fault =>
  new Fault(
    'record/key',
    `record.key ${what}; records are signed with ed25519`,
    'Make one with: openssl genpkey -algorithm ed25519. An encrypted key must be decrypted by what provides it.',
  )

/** The public keys in a file: PEM blocks, or lines of 32 bytes as base64; other lines are remarks. Throws `record/key`. */
export function publicKeysFrom(text: string, named: string): PublicKey[] {
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text))
    throw badPublic(`${named} holds a private key`, 'Give its public half: openssl pkey -pubout -in KEY.')
  const blocks = text.split(BEGIN).slice(1).flatMap(blockOf)
  const raw = blocks.length > 0 ? [] : text.split('\n').flatMap((line) => rawKey(line.trim()) ?? [])
  const keys = [...blocks.map((block) => readBlock(block, named)), ...raw]
  if (keys.length === 0) throw badPublic(`${named} holds no public key`, PUBLIC_HELP)
  return keys.map(describe)
}

const BEGIN = '-----BEGIN PUBLIC KEY-----'
const END = '-----END PUBLIC KEY-----'

/** A block of PEM from what follows its first line. */
function blockOf(text: string): string[] {
  const end = text.indexOf(END)
  return end < 0 ? [] : [BEGIN + text.slice(0, end) + END]
}

const PUBLIC_HELP = 'Expected is ed25519: PEM as openssl pkey -pubout gives it, or 32 bytes as base64.'

function readBlock(block: string, named: string): KeyObject {
  const key = attempt(() => createPublicKey(block))
  if (key?.asymmetricKeyType !== 'ed25519') throw badPublic(`${named} holds a public key of another sort`, PUBLIC_HELP)
  return key
}

function rawKey(line: string): KeyObject | null {
  const bytes = strictBase64(line)
  return bytes?.length === RAW ? fromDer(Buffer.concat([PUBLIC_HEAD, bytes])) : null
}

/** The public key that a record names; null where it is none. */
export function publicKeyFrom(base64: string): PublicKey | null {
  const der = strictBase64(base64)
  const key = der === null ? null : fromDer(der)
  const described = key?.asymmetricKeyType === 'ed25519' ? describe(key) : null
  return described?.publicKey === base64 ? described : null
}

const fromDer = (der: Buffer): KeyObject | null =>
  attempt(() => createPublicKey({ key: der, format: 'der', type: 'spki' }))

function attempt(make: () => KeyObject): KeyObject | null {
  try {
    return make()
  } catch {
    return null
  }
}

const badPublic = (message: string, help: string): Fault => new Fault('record/key', message, help)

function describe(key: KeyObject): PublicKey {
  const der = key.export({ format: 'der', type: 'spki' })
  return { keyid: written(hash('sha256', der)), publicKey: der.toString('base64'), key }
}
