import { forgives, is, type Mutant, promotes } from './mutant.js'

/** Servers that lose track of people. */
export const peopleMutants: readonly Mutant[] = [
  {
    does: 'invites without a department',
    fails: ['people.invitation'],
    expected: '422 invalid',
    came: 'status 201',
    bend: forgives('invalid', ['POST', 'invitations']),
  },
  {
    does: 'sends a pending invitation twice',
    fails: ['people.not-twice'],
    expected: '409 name-taken',
    came: 'status 201',
    bend: forgives('name-taken', ['POST', 'invitations']),
  },
  {
    does: 'lets an invitation be accepted twice',
    fails: ['people.acceptance'],
    expected: '409 conflict',
    came: 'status 201',
    bend: forgives('conflict', ['POST', 'invitations/*/accept']),
  },
  {
    does: 'leaves an account without an owner',
    fails: ['people.last-owner'],
    expected: '409 last-owner',
    came: 'status 200',
    bend: forgives('last-owner'),
  },
  {
    does: 'removes what connections live in',
    fails: ['people.connections-first', 'connections.in-use'],
    expected: '409 connections-live',
    came: 'status 200',
    bend: forgives('connections-live'),
  },
]

/** Servers that do not care who asks. */
export const roleMutants: readonly Mutant[] = [
  {
    does: 'lets a read token write',
    fails: ['roles.read-token'],
    expected: '403 forbidden',
    came: 'status 201',
    bend: promotes('read', ({ method }) => method !== 'GET'),
  },
  {
    does: 'lets a manager change the allow-list',
    fails: ['roles.manager'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: promotes('manager', (asked) => is(asked, 'PATCH', 'accounts/*') && asked.body?.allowedApps !== undefined),
  },
  {
    does: "lets project-admins write other projects' settings",
    fails: ['roles.project-admin'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: promotes('project-admin', (asked) => is(asked, 'PUT', 'projects/*/integrations/*')),
  },
  {
    does: 'lets a member switch a group',
    fails: ['roles.member'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: promotes('member', (asked) => is(asked, 'PUT', 'groups/*/integrations/*')),
  },
  {
    does: "shows members everybody's connections",
    fails: ['own.connections'],
    expected: 'total 1',
    came: 'total 2',
    bend: promotes('member', (asked) => is(asked, 'GET', 'connections')),
  },
  {
    does: 'lets anybody edit a connection',
    fails: ['own.creator'],
    expected: '403 forbidden',
    came: 'status 200',
    bend: forgives('forbidden', ['PATCH', 'connections/*']),
  },
  {
    does: 'lets anybody use a connection',
    fails: ['own.use'],
    expected: '403 forbidden',
    came: 'status 201',
    bend: forgives('forbidden', ['POST', 'connections/*/use']),
  },
]
