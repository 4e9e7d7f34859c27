import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSignedBy, pae, seal, strictBase64 } from '../../src/record/dsse.js'
import { publicKeyFrom, publicKeysFrom, signerFrom } from '../../src/record/keys.js'

/** RFC 8032, 7.1, test 1. */
const SEED = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a'

const thrown = (act: () => unknown): { code: string; message: string } => {
  try {
    act()
  } catch (error) {
    return error as { code: string; message: string }
  }
  throw new Error('nothing was thrown')
}

test('DSSE v1: what is signed is the encoding that its protocol gives as an example', () => {
  const encoded = pae('http://example.com/HelloWorld', Buffer.from('hello world'))
  expect(encoded.toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
})

test('DSSE v1: lengths are of bytes', () => {
  expect(pae('tÿpe', Buffer.from('€')).toString()).toBe('DSSEv1 5 tÿpe 3 €')
})

test('a seed of 32 bytes is the key that RFC 8032 makes of it', () => {
  const signer = signerFrom(` ${SEED.toString('base64')}\n`)
  expect(signer.key.export({ format: 'jwk' }).x).toBe(Buffer.from(PUBLIC, 'hex').toString('base64url'))
})

test('a PKCS8 PEM and its seed are one key, with one id', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url').toString('base64')
  expect(signerFrom(pem).keyid).toBe(signerFrom(seed).keyid)
  expect(signerFrom(pem).keyid).toMatch(/^sha256:[0-9a-f]{64}$/)
})

test('an envelope is signed over its type and payload, and by this key alone', () => {
  const signer = signerFrom(SEED.toString('base64'))
  const payload = Buffer.from('{"a":1}')
  const envelope = seal(payload, signer)
  const signature = Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64')
  const other = generateKeyPairSync('ed25519').publicKey
  expect(isSignedBy(envelope, payload, signature, signer.key)).toBe(true)
  expect(isSignedBy(envelope, payload, signature, other)).toBe(false)
  expect(isSignedBy(envelope, Buffer.from('{"a":2}'), signature, signer.key)).toBe(false)
  expect(isSignedBy({ ...envelope, payloadType: 'text/plain' as never }, payload, signature, signer.key)).toBe(false)
})

test('without a key an envelope has no signature', () => {
  expect(seal(Buffer.from('x'), null).signatures).toEqual([])
})

test('E16: what is no key is refused, and nothing of it is told', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const bad = [
    'canary-5f3a',
    Buffer.from('canary-5f3a, and too short').toString('base64'),
    '-----BEGIN PRIVATE KEY-----\nY2FuYXJ5LTVmM2E=\n-----END PRIVATE KEY-----',
    rsa.export({ format: 'pem', type: 'pkcs8' }).toString(),
    generateKeyPairSync('ed25519')
      .privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'canary-5f3a' })
      .toString(),
  ]
  for (const text of bad) {
    const { code, message } = thrown(() => signerFrom(text))
    expect(code).toBe('record/key')
    expect(message).not.toMatch(/canary|Y2FuYXJ5/)
  }
})

test('public keys are read as PEM, several in a file, or as bare bytes', () => {
  const keys = [1, 2].map(() => generateKeyPairSync('ed25519').publicKey)
  const pem = keys.map((key) => key.export({ format: 'pem', type: 'spki' })).join('# the next one\n')
  expect(publicKeysFrom(pem, 'k.pem')).toHaveLength(2)
  const raw = `# of ci\n${Buffer.from(PUBLIC, 'hex').toString('base64')}\n`
  expect(publicKeysFrom(raw, 'k').map(({ keyid }) => keyid)).toEqual([signerFrom(SEED.toString('base64')).keyid])
})

test('a file without public keys, with one of another sort, or with a private one, is refused by name', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const files = ['', 'nothing', publicKey.export({ format: 'pem', type: 'spki' }).toString()]
  for (const text of files) expect(thrown(() => publicKeysFrom(text, 'k.pem')).message).toMatch(/^k\.pem holds/)
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
  expect(thrown(() => publicKeysFrom(pem, 'k.pem')).message).toBe('k.pem holds a private key')
})

test('a public key has one text: others for the same key are none', () => {
  const { publicKey } = signerFrom(SEED.toString('base64'))
  expect(publicKeyFrom(publicKey)?.publicKey).toBe(publicKey)
  expect(publicKeyFrom(`${publicKey}=`)).toBeNull()
  expect(publicKeyFrom('AAAA')).toBeNull()
})

test('base64 has one text for the same bytes', () => {
  expect(strictBase64('aGk=')?.toString()).toBe('hi')
  expect(['aGl=', 'aGk', 'aGk=\n', 'a Gk='].map(strictBase64)).toEqual([null, null, null, null])
})
