import { expect, test } from 'vitest'
import { create, set } from '../../../src/sandbox/operations.js'
import type { Platform } from '../../../src/sandbox/platform.js'
import { platformOf, writeOn } from './platform.js'

const seed = (integrations: object) => ({
  apps: [{ name: 'slack', auth: 'oauth2', settings: { clientId: 'x' } }],
  accounts: [
    {
      id: 'acc_acme',
      name: 'acme',
      allowedApps: 'all',
      integrations,
      projects: [
        { id: 'prj_a', name: 'a' },
        { id: 'prj_b', name: 'b' },
        { id: 'prj_old', name: 'old', state: 'archived' },
      ],
    },
  ],
})

/** One write to the account level, as whoever last read it. */
function put(platform: Platform, body: object) {
  const etag = platform.store.get('account-integrations', 'acc_acme.slack')?.etag ?? null
  const seen = { ifMatch: etag, ifNew: etag === null }
  return set(writeOn(platform), 'account-integrations', { parent: 'acc_acme', app: 'slack' }, seen, body).row
}

test('L2: turned on for the first time, all active projects are selected, and later ones join', () => {
  const platform = platformOf(seed({}))
  expect(put(platform, { enabled: true })).toMatchObject({ projects: ['prj_a', 'prj_b'], newProjects: true })
  const write = writeOn(platform)
  const { row } = create(write, 'projects', { account: 'acc_acme', name: 'c' })
  expect(platform.store.get('account-integrations', 'acc_acme.slack')?.projects).toContain(row.id)
  expect(write.effects.map(({ id }) => id)).toEqual(['acc_acme.slack'])
})

test('L2: having been written while off is not a selection', () => {
  const platform = platformOf(seed({}))
  put(platform, { enabled: false })
  expect(put(platform, { enabled: true })).toMatchObject({ projects: ['prj_a', 'prj_b'] })
  const sown = platformOf(seed({ slack: { enabled: false } }))
  expect(put(sown, { enabled: true })).toMatchObject({ projects: ['prj_a', 'prj_b'] })
})

test('L3: a selection that was emptied stays empty when the level is turned on again: none never means all', () => {
  const platform = platformOf(seed({}))
  put(platform, { enabled: false })
  put(platform, { projects: [] })
  expect(put(platform, { enabled: true })).toMatchObject({ enabled: true, projects: [] })
})

test('L5: the selection is kept while the level is off, and back with it', () => {
  const platform = platformOf(seed({ slack: { projects: ['a'] } }))
  expect(put(platform, { enabled: false })).toMatchObject({ enabled: false, projects: ['prj_a'] })
  expect(put(platform, { enabled: true })).toMatchObject({ enabled: true, projects: ['prj_a'] })
})

test('a write that changes nothing keeps the version and leaves no event', () => {
  const platform = platformOf(seed({ slack: { projects: ['a'] } }))
  const before = platform.store.revision
  put(platform, { enabled: true, projects: ['prj_a'] })
  expect(platform.store.revision).toBe(before)
})
