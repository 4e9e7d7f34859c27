import { randomUUID } from 'node:crypto'
import { type Answer, type Fields, fits } from '../answer.js'
import type { Check } from '../check.js'
import { demand, demandSame, json } from '../unmet.js'

const create = (collection: string, body: Fields): Fields => ({ collection, id: null, ifMatch: null, body })

function resultsOf(answer: Answer): readonly (Fields & { status: number; row?: Fields })[] {
  const { results } = answer.is(200)
  demand(Array.isArray(results), 'results', json(results), answer.exchange)
  return results as readonly (Fields & { status: number })[]
}

const statusesOf = (answer: Answer): number[] => resultsOf(answer).map(({ status }) => status)

export const order: Check = {
  name: 'bulk.order',
  proves: ['Bulk', 'E9'],
  clause:
    'Items are applied in order, each with its own status; a refused one holds nothing back, a later one sees what earlier ones did.',
  claims: ['bulk'],
  run: async ({ admin, make }) => {
    const account = await make.account()
    const app = make.apps.key
    const project = await make.project(account)
    const setting = {
      collection: 'project-integrations',
      id: `${project.id}.${app}`,
      ifMatch: null,
      body: { enabled: true },
    }
    const open = {
      collection: 'account-integrations',
      id: `${account.id}.${app}`,
      ifMatch: null,
      body: { enabled: true },
    }
    const name = make.names.next('group')
    const group = create('groups', { account: account.id, name })
    const answer = await admin.post('bulk/upsert', { items: [setting, open, setting, group, group] })
    demandSame('statuses', statusesOf(answer), [409, 200, 200, 201, 409], answer.exchange)
    const [, , , made] = resultsOf(answer)
    demand(fits(made?.row, { name }), `the row of ${name}`, json(made), answer.exchange)
    ;(await admin.get(`projects/${project.id}/integrations/${app}`)).is(200, { enabled: true })
  },
}

export const ownVersions: Check = {
  name: 'bulk.versions',
  proves: ['Bulk', 'E6'],
  clause: 'Each item has its own ifMatch: moved, 412; missing, 428; null for a setting that was written, 412.',
  claims: ['bulk'],
  run: async ({ admin, make }) => {
    const account = await make.account()
    const [group, other] = [await make.group(account), await make.group(account)]
    const setting = {
      collection: 'account-integrations',
      id: `${account.id}.${make.apps.key}`,
      ifMatch: null,
      body: {},
    }
    const change = (id: string, ifMatch: string | null) => ({
      collection: 'groups',
      id,
      ifMatch,
      body: { type: 'new' },
    })
    const items = [change(group.id, '0'), change(group.id, null), change(other.id, other.etag), setting, setting]
    const answer = await admin.post('bulk/upsert', { items })
    demandSame('statuses', statusesOf(answer), [412, 428, 200, 200, 412], answer.exchange)
    ;(await admin.get(`groups/${group.id}`)).is(200, { etag: group.etag })
  },
}

export const mostItems: Check = {
  name: 'bulk.limit',
  proves: ['Bulk'],
  clause: 'More than 1,000 items are 422 for the whole request, and nothing is written.',
  claims: ['bulk'],
  run: async ({ admin, make }) => {
    const name = make.names.next('many')
    const items = Array.from({ length: 1001 }, (_, at) => create('accounts', { name: `${name}-${at}` }))
    ;(await admin.post('bulk/upsert', { items })).refuses(422, 'invalid')
    ;(await admin.get(`accounts?name=${name}-0`)).is(200, { total: 0 })
    const gone = Array.from({ length: 1001 }, () => ({ id: 'no-such-connection', ifMatch: '1' }))
    ;(await admin.post('bulk/revoke', { items: gone })).refuses(422, 'invalid')
  },
}

export const revoke: Check = {
  name: 'bulk.revoke',
  proves: ['Bulk', 'U2'],
  clause: 'Revoking in bulk ends each connection with both legs told, and is 404 for one that has ended or never was.',
  claims: ['bulk'],
  run: async ({ admin, make }) => {
    const { account, app, project } = await make.opened()
    const [one, two] = [
      await make.connection(account, app),
      await make.connection(account, app, { project: project.id }),
    ]
    const item = ({ id, etag }: { id: string; etag: string }) => ({ id, ifMatch: etag })
    const items = [
      item(one),
      { id: 'no-such-connection', ifMatch: '1' },
      { id: two.id, ifMatch: '0' },
      item(two),
      item(one),
    ]
    const answer = await admin.post('bulk/revoke', { items })
    demandSame('statuses', statusesOf(answer), [200, 404, 412, 200, 404], answer.exchange)
    const wanted = { row: { status: 'ended' }, legs: { platform: 'revoked', thirdParty: 'none' } }
    for (const at of [0, 3]) {
      const told = resultsOf(answer)[at]
      demand(fits(told, wanted), json(wanted), json(told), answer.exchange)
    }
    ;(await admin.get(`connections?account=${account.id}`)).is(200, { total: 0 })
  },
}

export const oneKey: Check = {
  name: 'bulk.replay',
  proves: ['Bulk', 'E10'],
  clause: 'One Idempotency-Key covers the request: sent again, the stored results come and nothing is written again.',
  claims: ['bulk'],
  run: async ({ admin, make }) => {
    const account = await make.account()
    const body = { items: [create('groups', { account: account.id, name: make.names.next('group') })] }
    const headers = { 'idempotency-key': randomUUID() }
    const [first] = resultsOf(await admin.post('bulk/upsert', body, headers))
    const again = await admin.post('bulk/upsert', body, headers)
    demandSame('results', resultsOf(again), [first], again.exchange)
    ;(await admin.get(`groups?account=${account.id}`)).is(200, { total: 1 })
  },
}
