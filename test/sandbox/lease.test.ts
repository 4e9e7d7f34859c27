import { describe, expect, test } from 'vitest'
import type { Lease } from '../../src/provider/generated/contract.js'
import type { Platform } from '../support/client.js'
import { refusal } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'

const take = (platform: Platform, holder: string, ttlSeconds = 60) =>
  platform.post<Lease>('lease', { holder, ttlSeconds })
const renew = (platform: Platform, fencing: number, ttlSeconds = 60) =>
  platform.call<Lease>('PUT', 'lease', { body: { fencing, ttlSeconds } })
const release = (platform: Platform, fencing: number) => platform.call<Lease>('DELETE', `lease?fencing=${fencing}`)
const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

describe('the lease', () => {
  test('is free at first, then held by one, for whom the others get 409 with who and until when', async () => {
    const { admin } = await sandbox()
    expect(await admin.get<Lease>('lease')).toEqual({ holder: null, fencing: 0, since: null, expiresAt: null })
    const held = await take(admin, 'one')
    expect(held).toMatchObject({ holder: 'one', fencing: 1 })
    expect(Date.parse(String(held.expiresAt)) - Date.parse(String(held.since))).toBe(60_000)
    expect(await admin.get<Lease>('lease')).toEqual(held)
    await expect(take(admin, 'two')).rejects.toMatchObject(
      refusal('lease-held', { status: 409, holder: 'one', expiresAt: held.expiresAt }),
    )
  })

  test('its number goes up with every holder, whether the one before released it or let it expire', async () => {
    const { admin } = await sandbox()
    expect((await take(admin, 'one')).fencing).toBe(1)
    expect(await release(admin, 1)).toMatchObject({ holder: null, expiresAt: null })
    expect((await take(admin, 'two', 1)).fencing).toBe(2)
    await sleep(1100)
    expect((await admin.get<Lease>('lease')).holder).toBeNull()
    expect((await take(admin, 'three')).fencing).toBe(3)
  })

  test('is renewed under its number; another number, and an expired lease, are 409 lease-fenced', async () => {
    const { admin } = await sandbox()
    const { expiresAt, since } = await take(admin, 'one', 1)
    await expect(renew(admin, 7)).rejects.toMatchObject(refusal('lease-fenced'))
    const renewed = await renew(admin, 1, 2)
    expect(renewed).toMatchObject({ holder: 'one', fencing: 1, since })
    expect(String(renewed.expiresAt) > String(expiresAt)).toBe(true)
    await sleep(2100)
    await expect(renew(admin, 1)).rejects.toMatchObject(refusal('lease-fenced', { status: 409 }))
  })

  test('is not released by an older number', async () => {
    const { admin } = await sandbox()
    await take(admin, 'one')
    await release(admin, 1)
    await take(admin, 'two')
    await expect(release(admin, 1)).rejects.toMatchObject(refusal('lease-fenced'))
    expect((await admin.get<Lease>('lease')).holder).toBe('two')
  })

  test.each([0, 3601, 1.5])('ttlSeconds %d is 422', async (ttlSeconds) => {
    const { admin } = await sandbox()
    const answer = await admin.send('POST', 'lease', { body: { holder: 'x', ttlSeconds }, lax: true })
    expect(answer.status).toBe(422)
  })

  test.each(['olga@acme.example', 'pia@acme.example'])('L12: a member may not take it, %s may', async (email) => {
    const { as } = await sandbox()
    await expect(take(await as('ana@acme.example'), 'x')).rejects.toMatchObject(refusal('forbidden'))
    expect((await take(await as(email), email)).fencing).toBe(1)
  })
})

describe('the lease of somebody else', () => {
  test('is neither renewed nor released, though its number is there for all to read; operators may', async () => {
    const { admin, as } = await sandbox()
    const [olga, ben] = [await as('olga@acme.example'), await as('ben@beta.example')]
    const held = await take(olga, 'olga')
    for (const other of [ben, await as('max@acme.example')]) {
      await expect(renew(other, 1)).rejects.toMatchObject(refusal('forbidden', { status: 403 }))
      await expect(release(other, 1)).rejects.toMatchObject(refusal('forbidden', { status: 403 }))
    }
    expect(await admin.get<Lease>('lease')).toEqual(held)
    expect(await renew(olga, 1)).toMatchObject({ holder: 'olga' })
    expect(await release(admin, 1)).toMatchObject({ holder: null, since: null })
  })
})

describe('fencing', () => {
  test('a write under an older number is 409 lease-fenced and writes nothing; the newest number passes', async () => {
    const { admin } = await sandbox()
    await take(admin, 'slow')
    await release(admin, 1)
    await take(admin, 'quick')
    const write = (fencing: string) =>
      admin.change('accounts', 'acc_acme', { name: `by ${fencing}` }, { 'writ-fencing': fencing })
    await expect(write('1')).rejects.toMatchObject(refusal('lease-fenced', { status: 409 }))
    expect((await admin.row('accounts', 'acc_acme')).name).toBe('acme')
    expect((await write('2')).name).toBe('by 2')
  })

  test.each(['bulk/upsert', 'bulk/revoke'])('%s is fenced as a whole', async (path) => {
    const { admin } = await sandbox()
    await take(admin, 'one')
    const request = { body: { items: [] }, headers: { 'writ-fencing': '0' } }
    await expect(admin.call('POST', path, request)).rejects.toMatchObject(refusal('lease-fenced'))
  })

  test('a write without a number is not fenced', async () => {
    const { admin } = await sandbox()
    await take(admin, 'one')
    expect((await admin.change('accounts', 'acc_acme', { name: 'free' })).name).toBe('free')
  })
})
