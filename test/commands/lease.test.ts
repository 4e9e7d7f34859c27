import { expect, test } from 'vitest'
import { complaints, scene } from './writ.js'

const take = async (stage: Awaited<ReturnType<typeof scene>>) =>
  stage.call('POST', '/v1/lease', { holder: 'writ of a colleague', ttlSeconds: 600 })

test('writ lease show says who holds the lease, under which number and until when', async () => {
  const stage = await scene()
  expect((await stage.run('lease', 'show')).stdout).toContain('Nobody holds the lease; none was ever given out.')
  const { expiresAt } = await take(stage)
  expect((await stage.run('lease', 'show')).stdout).toContain(
    `writ of a colleague holds the lease under number 1 until ${expiresAt}.`,
  )
  const { stdout, exitCode } = await stage.run('lease', 'show', '--format', 'json')
  expect(complaints('lease', JSON.parse(stdout))).toEqual([])
  expect(JSON.parse(stdout)).toMatchObject({ holder: 'writ of a colleague', fencing: 1, until: expiresAt })
  expect(exitCode).toBe(0)
})

test('writ lease release says what it means, asks first, and lets the next run begin', async () => {
  const stage = await scene()
  await take(stage)
  const asked = await stage.run('lease', 'release')
  expect(asked.exitCode).toBe(1)
  expect(asked.stderr).toContain('there is no terminal to ask on')
  expect(await stage.call('GET', '/v1/lease')).toMatchObject({ holder: 'writ of a colleague' })
  expect((await stage.run('apply', '--yes')).exitCode).toBe(7)
  const released = await stage.run('lease', 'release', '--yes')
  expect(released.exitCode).toBe(0)
  expect(released.stdout).toContain('refused from then on')
  expect(await stage.call('GET', '/v1/lease')).toMatchObject({ holder: null, fencing: 1 })
  const again = await stage.run('lease', 'release', '--yes', '--format', 'json')
  expect(complaints('lease', JSON.parse(again.stdout))).toEqual([])
  expect(JSON.parse(again.stdout)).toMatchObject({ released: false, outcome: { exitCode: 0 } })
  expect((await stage.run('apply', '--yes')).exitCode).toBe(0)
})

test('--lock-timeout waits for the lease, says so, and goes on once it is free', async () => {
  const stage = await scene()
  const { fencing } = await take(stage)
  const waiting = stage.run('apply', '--yes', '--lock-timeout', '60')
  const asked = () => stage.proxy.seen.filter((call) => call === 'POST /v1/lease').length
  await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(1)
  await stage.call('DELETE', `/v1/lease?fencing=${fencing}`)
  const { exitCode, stderr } = await waiting
  expect(stderr).toMatch(/waiting [\d.]+ s: lease/)
  expect(exitCode).toBe(0)
})
