import { expect, test } from 'vitest'
import type { UnusedRow } from '../../src/model/audit-detail.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, CY, connection, estate, tenant } from '../decided/seeds.js'
import { NOW, world } from '../support/world.js'
import { auditOf } from './auditing.js'

const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000).toISOString()
const used = (id: string, owner: string | null, made: number, last: number | null, more = {}) =>
  connection(id, 'slack', owner, {
    createdAt: daysAgo(made),
    ...(last === null ? {} : { lastUsedAt: daysAgo(last) }),
    ...more,
  })

const SEED = tenant([
  acme({
    connections: [
      used('con_busy', ANA, 300, 2, { project: 'apollo' }),
      used('con_idle', BO, 300, 120, { project: 'apollo' }),
      used('con_never', CY, 200, null, { project: 'zeus' }),
      used('con_fresh', null, 5, null, { name: 'new' }),
      used('con_flow', null, 300, 200, { name: 'flow' }),
    ],
    workflows: [{ name: 'Lead intake', connections: ['con_flow'] }],
  }),
])
const TEXT = estate(APPS, ACME('allowedApps: {apps: [hubspot, slack, zoom]}'), APOLLO())
const named = (rows: readonly UnusedRow[]) =>
  rows.map(({ connection: id, app, state, remove }) => `${id ?? app} ${state} ${remove ?? 'ask first'}`)

test('T10: connections that nobody used for 90 days are idle, those never used and as old too; new ones are not', async () => {
  const { audit } = await auditOf(await world(SEED), TEXT)
  expect(named(audit.unused.filter(({ sort }) => sort === 'connection'))).toEqual([
    'con_flow idle ask first',
    'con_idle idle connection/con_idle',
    'con_never never-used connection/con_never',
  ])
  expect(audit.usage.find(({ app }) => app === 'slack')).toMatchObject({
    ...{ connections: 5, used: 1, fresh: 1, idle: 2, never: 1, unknown: 0, idleAfter: 90 },
    ...{ people: 3, connected: 3, lastUsedAt: daysAgo(2) },
  })
})

test('T10: an app that is allowed and nobody connected is named with the line that allows it', async () => {
  const { audit } = await auditOf(await world(SEED), TEXT)
  const apps = audit.unused.filter(({ sort }) => sort === 'app')
  expect(named(apps)).toEqual([
    'hubspot never-connected account/acme#allowedApps.hubspot',
    'zoom never-connected account/acme#allowedApps.zoom',
  ])
  const line = TEXT.split('\n').findIndex((each) => each.startsWith('allowedApps')) + 1
  expect(apps[0]?.by).toEqual([{ statement: 'account/acme', file: 'estate.yaml', line }])
  expect(audit.lines.map(({ app, accounts, unused }) => [app, accounts, unused])).toEqual([
    ['hubspot', 1, 1],
    ['zoom', 1, 1],
  ])
})

test('what the estate says of idle days counts, and a question says otherwise', async () => {
  const here = await world(SEED)
  const ruled = estate(APPS, ACME('connections: {idleDays: 150}'), APOLLO())
  const idle = async (question = {}) =>
    (await auditOf(here, ruled, {}, question)).audit.unused
      .filter(({ sort }) => sort === 'connection')
      .map((row) => row.connection)
  expect(await idle()).toEqual(['con_flow', 'con_never'])
  expect(await idle({ idleAfter: 1 })).toEqual(['con_busy', 'con_flow', 'con_fresh', 'con_idle', 'con_never'])
})

test('a platform that tells no last use of anything is not taken for one on which nobody uses anything', async () => {
  const silent = tenant([acme({ connections: [used('con_a', ANA, 300, null), used('con_b', BO, 300, null)] })])
  const { audit } = await auditOf(await world(silent), TEXT)
  expect(audit.connections.map(({ idleDays }) => idleDays)).toEqual([null, null])
  expect(audit.unused.filter(({ sort }) => sort === 'connection')).toEqual([])
  expect(audit.usage.find(({ app }) => app === 'slack')).toMatchObject({ unknown: 2, never: 0 })
  expect(audit.unused.find(({ app }) => app === 'slack')).toMatchObject({ state: 'unknown', remove: null })
})

test('U7: rows say whether whoever may use an app has connected it; counted by hand they agree', async () => {
  const here = await world(SEED)
  const { audit } = await auditOf(here, TEXT)
  const rows = await here.rows('connections')
  const people = new Map((await here.rows('users')).map(({ id, email }) => [id, email]))
  for (const row of audit.access) {
    const theirs = rows.filter(
      ({ app, owner, status }) => app === row.app && people.get(owner ?? '') === row.user && status === 'active',
    )
    expect(row.connections).toBe(theirs.length)
    expect(row.lastUsedAt).toBe(
      theirs
        .map(({ lastUsedAt }) => lastUsedAt)
        .sort()
        .at(-1) ?? null,
    )
  }
  expect(audit.access.some(({ connections }) => connections > 0)).toBe(true)
})
