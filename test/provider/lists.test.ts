import { expect, it } from 'vitest'
import type { ReadManifest, Snapshot } from '../../src/model/snapshot.js'
import { seedOfProjects } from '../support/estates.js'
import { READ_FAULTS } from '../support/fault-proxy.js'
import { startPlatform } from '../support/platform.js'

const PAGE = 4
const SIZES = [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 3 * PAGE + 1]
const pagesOf = (size: number) => Math.max(1, Math.ceil(size / PAGE))
const projectsOf = (snapshot: Snapshot): ReadManifest =>
  snapshot.reads.find(({ collection, account }) => collection === 'projects' && account === null) as ReadManifest

it.each(SIZES)('E4: a list of %i rows is read whole, in no more pages than it has', async (size) => {
  const { open } = await startPlatform(seedOfProjects(size))
  const snapshot = await open({ pageSize: PAGE }).read(() => true)
  expect(projectsOf(snapshot)).toMatchObject({ complete: true, rows: size, total: size, pages: pagesOf(size) })
  expect(snapshot.rows.projects.size).toBe(size)
  expect(snapshot.reads.every(({ complete }) => complete)).toBe(true)
})

it.each(READ_FAULTS)(
  'E4: where the whole list fails with %s, each governed account is read by itself',
  async (fault) => {
    const { open, proxy } = await startPlatform(seedOfProjects(5, 3))
    proxy.fault = ({ path, query }) =>
      path === '/v1/projects' && !query.has('account') && query.has('cursor') ? fault : null
    const snapshot = await open({ pageSize: PAGE }).read((name) => name !== 'acme-1')
    expect(projectsOf(snapshot).complete).toBe(false)
    const narrowed = snapshot.reads.filter(({ account }) => account !== null)
    expect(narrowed.map(({ account, complete, rows }) => [account, complete, rows])).toEqual([
      ['acc_0', true, 5],
      ['acc_2', true, 5],
    ])
    expect(new Set([...snapshot.rows.projects.values()].map(({ account }) => account))).toEqual(
      new Set(['acc_0', 'acc_2']),
    )
  },
)

it('E4: one account whose list fails leaves the others known', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(5, 3))
  proxy.fault = ({ path, query }) =>
    path === '/v1/projects' && query.get('account') !== 'acc_0' && query.get('account') !== 'acc_2' ? 'html' : null
  const { reads } = await open({ pageSize: PAGE }).read(() => true)
  const found = reads.filter(({ account }) => account !== null).map(({ account, complete }) => [account, complete])
  expect(found).toEqual([
    ['acc_0', true],
    ['acc_1', false],
    ['acc_2', true],
  ])
})

it('E4: apps and accounts belong to the tenant and are not read account by account', async () => {
  const { open, proxy } = await startPlatform(seedOfProjects(2, 2))
  proxy.fault = ({ path }) => (path === '/v1/apps' ? 'status-500' : null)
  const { reads, rows } = await open().read(() => true)
  expect(reads.filter(({ complete }) => !complete)).toMatchObject([{ collection: 'apps', account: null, rows: 0 }])
  expect(reads.every(({ account }) => account === null)).toBe(true)
  expect(rows.apps.size).toBe(0)
})

it.each([
  'status-500',
  'status-503-html',
  'reset',
  'truncated',
  'short',
  'html',
  'empty-object',
  'rate-limit',
  'slow',
] as const)('a page that fails once with %s is asked for again, and the list is whole', async (fault) => {
  const { open, proxy } = await startPlatform(seedOfProjects(9))
  proxy.fault = ({ path, before }) => (path === '/v1/projects' && before === 0 ? fault : null)
  const snapshot = await open({ pageSize: PAGE }).read(() => false)
  expect(projectsOf(snapshot)).toMatchObject({ complete: true, rows: 9 })
})
