import type { Check } from '../check.js'
import { crowd, demandStatus } from '../crowd.js'
import { digestOf, expecting, level } from '../names.js'

export const expected: Check = {
  name: 'cascades.expected',
  proves: ['E6', 'E8'],
  clause:
    'A closing write under Writ-Expect-Connections is 412 connections-changed, and writes nothing, when it would end others.',
  claims: ['expectConnections', 'L5'],
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, account, app } = here
    const setting = level('accounts', account, app)
    const { etag } = (await admin.get(setting)).is(200)
    const close = (...ids: string[]) => admin.put(setting, { enabled: false }, expecting(ids))
    ;(await close()).refuses(412, 'connections-changed')
    ;(await close(here.wide.id)).refuses(412, 'connections-changed')
    ;(await admin.get(setting)).is(200, { etag, enabled: true })
    await demandStatus(here, here.standing, 'active')
    ;(await close(here.wide.id, here.standing.id)).ends(here.wide.id, here.standing.id)
  },
}

export const expectedInBulk: Check = {
  name: 'cascades.expected-in-bulk',
  proves: ['E6', 'E8', 'Bulk'],
  clause: 'An item of a bulk request is judged by its own expectConnections.',
  claims: ['bulk', 'expectConnections', 'L8'],
  run: async (trial) => {
    const here = await crowd(trial)
    const { admin, project, app } = here
    const { etag } = (await admin.get(level('projects', project, app))).is(200)
    const closing = (...ids: string[]) => ({
      collection: 'project-integrations',
      id: `${project.id}.${app}`,
      ifMatch: etag,
      body: { enabled: false },
      expectConnections: digestOf(ids),
    })
    const answer = await admin.post('bulk/upsert', { items: [closing(here.wide.id), closing(here.standing.id)] })
    answer.is(200, { results: [{ status: 412 }, { status: 200 }] })
  },
}
