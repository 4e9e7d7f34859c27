import { beforeEach, describe, expect, test } from 'vitest'
import * as cascades from '../../../src/sandbox/cascades.js'
import type { Write } from '../../../src/sandbox/write.js'
import { platformOf, writeOn } from './platform.js'

const project = (name: string) => ({
  id: `prj_${name}`,
  name,
  integrations: { slack: { groups: ['on'], groupTypes: ['internal'] }, zoom: { groupTypes: ['internal'] } },
  groups: [
    {
      id: `grp_${name}_on`,
      name: 'on',
      type: 'internal',
      members: ['ana@acme.example'],
      integrations: { slack: 'on' },
    },
    { id: `grp_${name}_off`, name: 'off', integrations: { slack: 'off' } },
  ],
})

const seed = {
  apps: [
    { name: 'slack', auth: 'oauth2', settings: { clientId: 'x' } },
    { name: 'zoom', auth: 'oauth2', settings: { clientId: 'x' } },
  ],
  accounts: [
    {
      id: 'acc_acme',
      name: 'acme',
      allowedApps: 'all',
      integrations: { slack: { projects: 'all' }, zoom: { projects: 'all' } },
      projects: [project('apollo'), project('zeus')],
      users: [{ id: 'usr_ana', email: 'ana@acme.example', role: 'owner' }],
      connections: [
        { id: 'con_apollo', app: 'slack', project: 'apollo', name: 'a', owner: 'ana@acme.example' },
        { id: 'con_zeus', app: 'slack', project: 'zeus', name: 'z', owner: 'ana@acme.example' },
        { id: 'con_wide', app: 'slack', owner: 'ana@acme.example' },
        { id: 'con_zoom', app: 'zoom', project: 'apollo', owner: 'ana@acme.example' },
        { id: 'con_past', app: 'slack', project: 'apollo', name: 'p', owner: 'ana@acme.example', status: 'ended' },
      ],
    },
  ],
}

let write: Write
beforeEach(() => {
  write = writeOn(platformOf(seed))
})

const ended = () => write.effects.filter(({ op }) => op === 'end').map(({ id }) => id)
const updated = () => write.effects.filter(({ op }) => op === 'update').map(({ id }) => id)
const row = <C extends 'project-integrations' | 'group-integrations' | 'account-integrations'>(
  collection: C,
  id: string,
) => write.store.get(collection, id)

describe('L5: the account level goes off', () => {
  test('every live connection of the app in the account ends, account-wide ones too', () => {
    cascades.closeAppInAccount(write, 'acc_acme', 'slack')
    expect(ended()).toEqual(['con_apollo', 'con_wide', 'con_zeus'])
  })

  test('project settings go off and keep groups and types; a group’s "on" becomes "inherit", its "off" stays', () => {
    cascades.closeAppInAccount(write, 'acc_acme', 'slack')
    expect(row('project-integrations', 'prj_apollo.slack')).toMatchObject({
      enabled: false,
      groups: ['grp_apollo_on'],
      groupTypes: ['internal'],
    })
    expect(row('group-integrations', 'grp_apollo_on.slack')?.setting).toBe('inherit')
    expect(row('group-integrations', 'grp_apollo_off.slack')?.setting).toBe('off')
    expect(updated()).toEqual([
      ...['prj_apollo.slack', 'prj_zeus.slack'],
      ...['grp_apollo_on.slack', 'grp_zeus_on.slack'],
    ])
  })

  test('another app is untouched', () => {
    cascades.closeAppInAccount(write, 'acc_acme', 'slack')
    expect(row('project-integrations', 'prj_apollo.zoom')?.enabled).toBe(true)
  })
})

describe('L8: the project level goes off', () => {
  test('connections that stand in the project end, account-wide ones and other projects’ stay', () => {
    cascades.closeAppInProject(write, 'prj_apollo', 'slack')
    expect(ended()).toEqual(['con_apollo'])
    expect(row('project-integrations', 'prj_zeus.slack')?.enabled).toBe(true)
  })
})

describe('archiving a project', () => {
  test('takes it out of every selection and closes every app in it', () => {
    cascades.closeProject(write, 'acc_acme', 'prj_apollo')
    expect(row('account-integrations', 'acc_acme.slack')?.projects).toEqual(['prj_zeus'])
    expect(row('account-integrations', 'acc_acme.zoom')?.projects).toEqual(['prj_zeus'])
    expect(row('project-integrations', 'prj_apollo.zoom')?.enabled).toBe(false)
    expect(ended()).toEqual(['con_apollo', 'con_zoom'])
  })
})

describe('R6: the app is deactivated', () => {
  test('its connections end everywhere and no setting is rewritten', () => {
    cascades.closeAppEverywhere(write, 'slack')
    expect(ended()).toEqual(['con_apollo', 'con_wide', 'con_zeus'])
    expect(updated()).toEqual([])
  })
})

describe('L2, L3: a project that did not exist before', () => {
  test('joins where the app is on and new projects are wanted, and nowhere else', () => {
    const zoom = row('account-integrations', 'acc_acme.zoom')
    if (zoom) write.update('account-integrations', zoom, { ...zoom, newProjects: false })
    cascades.joinSelections(write, 'acc_acme', 'prj_new')
    expect(row('account-integrations', 'acc_acme.slack')?.projects).toEqual(['prj_apollo', 'prj_new', 'prj_zeus'])
    expect(row('account-integrations', 'acc_acme.zoom')?.projects).toEqual(['prj_apollo', 'prj_zeus'])
  })
})

test('C7: what the platform does by itself is told apart in the trail, under the same principal', () => {
  cascades.closeAppInProject(write, 'prj_apollo', 'slack')
  const events = write.store.sql.query('SELECT body FROM audit ORDER BY id').all()
  const told = events.map(([body]) => JSON.parse(String(body)))
  expect(told).toHaveLength(write.effects.length)
  expect(new Set(told.map(({ via, principal }) => `${via} ${principal.name}`))).toEqual(new Set(['platform writ@test']))
})
