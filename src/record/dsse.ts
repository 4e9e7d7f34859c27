import { type KeyObject, sign, verify } from 'node:crypto'
import type { Envelope } from '../model/generated/record.js'
import type { Signer } from './keys.js'

/** What the payload of a record's envelope is. */
export const PAYLOAD_TYPE = 'application/vnd.writ.record.v1+json'

/** DSSE v1, pre-authentication encoding: what is signed says its own type and lengths, so that it can be nothing else. */
export function pae(payloadType: string, payload: Buffer): Buffer {
  const type = Buffer.from(payloadType)
  return Buffer.concat([Buffer.from(`DSSEv1 ${type.length} `), type, Buffer.from(` ${payload.length} `), payload])
}

/** The statement in its envelope, signed where there is a key. */
export function seal(payload: Buffer, signer: Signer | null): Envelope {
  const signatures =
    signer === null
      ? []
      : [{ keyid: signer.keyid, sig: sign(null, pae(PAYLOAD_TYPE, payload), signer.privateKey).toString('base64') }]
  return { payloadType: PAYLOAD_TYPE, payload: payload.toString('base64'), signatures }
}

/** Was the payload signed with this key? */
export const isSignedBy = (envelope: Envelope, payload: Buffer, signature: Buffer, key: KeyObject): boolean =>
  verify(null, pae(envelope.payloadType, payload), key, signature)

/** Base64 as it is written, or null: another text for the same bytes is a changed text. */
export function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
