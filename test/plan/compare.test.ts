import { describe, expect, it } from 'vitest'
import { desired, resource } from '../../src/kinds/resource.js'
import type { FieldsByKind, ResourceKind } from '../../src/model/resource.js'
import { compare, merged } from '../../src/plan/compare.js'

const difference = <K extends ResourceKind>(kind: K, wanted: Partial<FieldsByKind[K]>, live: FieldsByKind[K]) =>
  compare(
    desired(kind, { address: 'account/acme' }, 'x', { fields: wanted, said: {} }),
    resource(kind, null, 'x', null, live),
  )

const ACCOUNT = { name: 'x', labels: { tier: 'basic', region: 'eu' }, showIntegrations: true, allowedApps: ['slack'] }
const ON = { enabled: true, projects: ['apollo'], newProjects: true }
const OFF = { ...ON, enabled: false }

describe('E2: only fields with an opinion are compared', () => {
  it('no opinion, no difference', () => {
    expect(difference('account', {}, ACCOUNT)).toBeNull()
    expect(difference('account', { showIntegrations: true }, ACCOUNT)).toBeNull()
  })
  it('empty means none', () => {
    expect(difference('account', { allowedApps: [] }, ACCOUNT)).toEqual({
      before: { allowedApps: ['slack'] },
      after: { allowedApps: [] },
    })
  })
  it('"all" is not the list of all there are', () => {
    expect(difference('account', { allowedApps: 'all' }, ACCOUNT)?.after).toEqual({ allowedApps: 'all' })
  })
})

it('maps speak key by key: other labels are nobody’s business, and only differing ones are told', () => {
  expect(difference('account', { labels: { region: 'eu' } }, ACCOUNT)).toBeNull()
  expect(difference('account', { labels: { tier: 'pro', region: 'eu', team: 'a' } }, ACCOUNT)).toEqual({
    before: { labels: { tier: 'basic', team: null } },
    after: { labels: { tier: 'pro', team: 'a' } },
  })
})

it('the selection travels in the same write as the toggle, even where it is as before', () => {
  expect(difference('account-integration', ON, OFF)).toEqual({ before: OFF, after: ON })
  expect(difference('account-integration', { ...ON, projects: ['zeus'] }, ON)?.after).toEqual({ projects: ['zeus'] })
  expect(difference('account-integration', { enabled: false }, ON)).toEqual({
    before: { enabled: true },
    after: { enabled: false },
  })
})

it('what only the platform sets is never compared by what it writes, and a merge keeps what nobody named', () => {
  expect(merged(ACCOUNT, { labels: { tier: 'pro' }, showIntegrations: false })).toEqual({
    ...ACCOUNT,
    labels: { tier: 'pro', region: 'eu' },
    showIntegrations: false,
  })
})
