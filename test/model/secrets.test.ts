import { describe, expect, test } from 'vitest'
import { fingerprint, secretsFrom } from '../../src/model/secrets.js'

const from = (variables: Record<string, string>) => secretsFrom(['HOOK_*'], (name) => variables[name])

describe('E16: secrets', () => {
  test('a reference that does not resolve is nothing, and never an empty text', () => {
    const secrets = from({ HOOK_EMPTY: '', HOME: '/root' })
    expect(['HOOK_EMPTY', 'HOOK_UNSET', 'HOME'].map(secrets.resolve)).toEqual([undefined, undefined, undefined])
  })

  test('what was resolved is masked wherever it stands, the longer secret first', () => {
    const secrets = from({ HOOK_A: 'hunter2', HOOK_B: 'hunter2-and-more' })
    expect(secrets.mask('hunter2')).toBe('hunter2')
    expect([secrets.resolve('HOOK_A'), secrets.resolve('HOOK_B')]).toEqual(['hunter2', 'hunter2-and-more'])
    expect(secrets.mask('x hunter2-and-more hunter2')).toBe('x ••• •••')
  })

  test('a fingerprint tells neither the secret nor, without its salt, whether two are the same', () => {
    expect(fingerprint('salt', 'hunter2')).toMatch(/^[0-9a-f]{64}$/)
    expect(fingerprint('other', 'hunter2')).not.toBe(fingerprint('salt', 'hunter2'))
  })
})
