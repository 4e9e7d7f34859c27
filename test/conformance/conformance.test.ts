import { expect, test } from 'vitest'
import { CHECKS } from '../../src/conformance/checks.js'
import { conformance, ROLES } from '../../src/conformance/index.js'
import type { Platform } from '../support/client.js'
import { sandbox } from '../support/sandbox.js'
import { peopledSandbox } from './people.js'
import { startProxy } from './proxy.js'

const LISTS = [
  'apps',
  'accounts',
  'projects',
  'groups',
  'users',
  'invitations',
  'connections',
  'account-integrations',
  'project-integrations',
] as const

/** What stands on a platform, versions left out. */
async function everything(admin: Platform): Promise<object[]> {
  const lists = await Promise.all(LISTS.map((list) => admin.list(list)))
  return lists.flat().map(({ etag: _, ...row }) => row)
}

test('the sandbox keeps every clause of the contract, and the checks leave nothing behind', async () => {
  const { sandbox: opened, tokens } = await peopledSandbox()
  try {
    const before = await everything(opened.admin)
    const { results, leftBehind, platform } = await conformance({ url: opened.url, token: opened.admin.token, tokens })
    expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([])
    expect(results.map(({ name }) => name)).toEqual(CHECKS.map(({ name }) => name))
    expect({ leftBehind, platform }).toEqual({
      leftBehind: [],
      platform: { name: 'Writ sandbox', tenant: 'acme-cloud' },
    })
    expect(await everything(opened.admin)).toEqual(before)
  } finally {
    await opened.close()
  }
}, 120_000)

test('without the tokens of others, what needs them is not run and says so; it is never passed', async () => {
  const { url, admin } = await sandbox()
  const { results } = await conformance({ url, token: admin.token })
  const notRun = results.filter(({ verdict }) => verdict !== 'passed')
  expect(notRun.map(({ name }) => name)).toEqual(
    CHECKS.filter(({ needs }) => needs !== undefined).map(({ name }) => name),
  )
  expect(new Set(notRun.map(({ verdict, reason }) => `${verdict}: ${reason}`))).toEqual(
    new Set(ROLES.map((role) => `not-run: needs --${role}-token-env`)),
  )
}, 120_000)

test('what the platform does not claim among its capabilities is not run and says so', async () => {
  const { url, admin } = await sandbox()
  const capabilities = {
    levels: ['account'],
    bulk: {},
    changeFeed: false,
    lease: false,
    effective: true,
    cascades: ['L5'],
  }
  const proxy = await startProxy(url, admin.token, {
    told: ({ body }, { path }) => void (path === '' && Object.assign(body ?? {}, { capabilities })),
  })
  const { results } = await conformance({ url: proxy.url, token: admin.token })
  await proxy.close()
  const reasonOf = (check: string) => results.find(({ name }) => name === check)?.reason
  expect(reasonOf('lease.held')).toBe('the platform does not claim lease')
  expect(reasonOf('cascades.expected-in-bulk')).toBe('the platform does not claim bulk and expectConnections and L8')
  expect(reasonOf('changes.effects')).toBe('the platform does not claim changeFeed')
  expect(reasonOf('cascades.account-off')).toBeUndefined()
  expect(results.filter(({ verdict }) => verdict === 'failed')).toEqual([])
}, 120_000)

test('an interrupted run finishes the check under way, removes what it made, and does not run the rest', async () => {
  const { url, admin } = await sandbox()
  const before = await everything(admin)
  const controller = new AbortController()
  const onResult = ({ name }: { name: string }) => void (name === 'lists.limit' && controller.abort())
  const { results } = await conformance({ url, token: admin.token, signal: controller.signal, onResult })
  const at = results.findIndex(({ name }) => name === 'lists.limit')
  expect(results.slice(0, at + 1).every(({ verdict }) => verdict === 'passed')).toBe(true)
  expect(results.slice(at + 1).every(({ reason }) => reason === 'interrupted')).toBe(true)
  expect(await everything(admin)).toEqual(before)
})

test('a platform that breaks off in the middle is a finding of every check that it breaks off, not the end of the run', async () => {
  const { url, admin } = await sandbox()
  const proxy = await startProxy(url, admin.token, {
    told: (told, { method, path }) => {
      if (method === 'POST' && path === 'groups') throw new Error('gone')
      return void told
    },
  })
  const { results } = await conformance({ url: proxy.url, token: admin.token })
  await proxy.close()
  const broken = results.find(({ name }) => name === 'lists.total')
  expect(broken).toMatchObject({
    verdict: 'failed',
    finding: { expected: 'an answer as the contract has it', exchange: null },
  })
  expect(results.find(({ name }) => name === 'people.last-owner')).toMatchObject({ verdict: 'passed' })
}, 120_000)

test('E16: a token stands in no finding, not even when the platform sends it back', async () => {
  const { sandbox: opened, tokens } = await peopledSandbox()
  const proxy = await startProxy(opened.url, opened.admin.token, {
    told: (told, { headers }) => {
      if (told.status < 400) return
      told.headers.location = `https://elsewhere.example/?${headers.authorization}`
      told.body = { type: 'about:blank', detail: `You sent ${headers.authorization}` }
    },
  })
  const { results } = await conformance({ url: proxy.url, token: opened.admin.token, tokens })
  await Promise.all([proxy.close(), opened.close()])
  const told = JSON.stringify(results)
  expect(told).toContain('You sent Bearer [token]')
  for (const token of [opened.admin.token, ...Object.values(tokens)]) expect(told.includes(token)).toBe(false)
}, 120_000)
