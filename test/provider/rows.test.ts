import type { ServerResponse } from 'node:http'
import { expect, it } from 'vitest'
import type { Collection } from '../../src/model/snapshot.js'
import { createHttpPlatform, createHttpReader } from '../../src/provider/http/port.js'
import { RowReader } from '../../src/provider/http/row-reader.js'
import { readRow } from '../../src/provider/http/rows.js'
import { liveState } from '../../src/state/live.js'
import { QUICK } from '../support/platform.js'
import { pageOf, scriptedPlatform, sendJson, sendText } from '../support/scripted-platform.js'
import { rowOf } from '../support/scripted-rows.js'

const read = (collection: Collection, more: string) => {
  const text = JSON.stringify(rowOf[collection]('x'))
  return readRow(new RowReader(), collection, JSON.parse(`${text.slice(0, -1)},${more}}`) as unknown, 'item', 1)
}
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

it.each<[string, Collection, string]>([
  ['an id that is a number', 'projects', '"id":7'],
  ['an id of 20 digits', 'projects', '"id":12345678901234567890'],
  ['an empty id', 'projects', '"id":""'],
  ['an id as long as a book', 'users', `"id":"${'x'.repeat(201)}"`],
  ['half a sign as an id', 'groups', '"id":"\\ud800"'],
  ['a name that is null', 'projects', '"name":null'],
  ['labels that are null', 'projects', '"labels":null'],
  ['labels that are no texts', 'projects', '"labels":{"a":1}'],
  ['null for a list', 'groups', '"members":null'],
  ['null in a list', 'groups', '"members":[null]'],
  ['an object for a list', 'groups', '"members":{"0":"a"}'],
  ['an unknown state', 'projects', '"state":"paused"'],
  ['a state that every object has', 'projects', '"state":"constructor"'],
  ['an unknown status', 'connections', '"status":"dormant"'],
  ['text for true', 'accounts', '"showIntegrations":"true"'],
  ['1 for true', 'accounts', '"showIntegrations":1'],
  ['null for everyone', 'connections', '"usableBy":null'],
  ['settings nested without end', 'apps', `"settings":{"a":${nested(100_000)}}`],
  ['a number that loses digits', 'apps', '"settings":{"a":12345678901234567890}'],
  ['a setting that would be a prototype', 'apps', '"settings":{"__proto__":{"enabled":true}}'],
])('%s is refused', (_, collection, more) => {
  expect(() => read(collection, more)).toThrow(/^item 1: \w+/)
})

it('a key that comes twice in one row counts as it came last, and the same for whoever reads it', () => {
  expect(read('projects', '"name":"a","name":"b"')).toMatchObject({ name: 'b' })
})

it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
  'an account, project, person and app called %s are themselves, and change nothing else',
  async (name) => {
    const platform = await scriptedPlatform()
    const labels = JSON.parse(`{${JSON.stringify(name)}:"mine"}`) as unknown
    platform.rows.set('accounts', [{ ...rowOf.accounts(name), labels }])
    platform.rows.set('apps', [rowOf.apps(name)])
    platform.rows.set('projects', [{ ...rowOf.projects(name), account: name }])
    platform.rows.set('users', [{ ...rowOf.users(name), account: name }])
    platform.rows.set('account-integrations', [{ ...rowOf['account-integrations'](name), account: name, app: name }])
    const reader = createHttpReader({ url: platform.url, token: 'token', ...QUICK, timeouts: {} })
    const snapshot = await reader.read(() => true)
    await reader.close()
    expect(snapshot.reads.filter(({ complete }) => !complete)).toEqual([])
    const live = liveState(snapshot)
    const [account] = [...live.accounts.values()]
    expect(account?.labels).toEqual(labels)
    expect([...live.apps.keys()]).toEqual([name])
    expect(account && [...(live.account(account).children.project?.keys() ?? [])]).toEqual([name])
    expect(Object.keys(Object.prototype)).toEqual([])
  },
)

it.each(['.', '..', 'a/b', 'a?b=c', 'a#b', '%2e%2e', 'ä', '__proto__'])(
  'an id like %s stays one part of the path, whatever is written there',
  async (id) => {
    const platform = await scriptedPlatform()
    const writer = createHttpPlatform({ url: platform.url, token: 'token', ...QUICK, timeouts: {} })
    const write = { operation: 'remove', collection: 'projects', id, ifMatch: '1' } as const
    await writer.write([write], { idempotencyKey: 'k', fencing: null })
    await writer.close()
    const [path] = platform.seen.filter((line) => line.startsWith('DELETE'))
    const part = path?.slice('DELETE /v1/projects/'.length) ?? ''
    expect(decodeURIComponent(part)).toBe(id)
    expect(part).toMatch(/^(?!\.{1,2}$)[^/?#]+$/)
  },
)

it.each([404, 410, 422])(
  'a feed that forgot the revision (status %i) makes a refresh read everything anew',
  async (status) => {
    const platform = await scriptedPlatform()
    platform.capabilities.changeFeed = true
    platform.rows.set('workflows', [rowOf.workflows('a')])
    const reader = createHttpReader({ url: platform.url, token: 'token', ...QUICK, timeouts: {} })
    const before = await reader.read(() => true)
    platform.rows.set('workflows', ['a', 'b'].map(rowOf.workflows))
    platform.interfere = ({ path, query, outgoing }) => {
      if (path === '/v1/workflows')
        sendJson(outgoing, { ...pageOf(platform.rows.get('workflows') ?? [], query), revision: 7 })
      else if (path === '/v1/changes')
        sendText(outgoing, '{"type":"urn:writ:problem:gone","title":"gone","detail":"gone"}', status)
      else return false
      return true
    }
    const after = await reader.refresh(before)
    await reader.close()
    expect([...after.rows.workflows.keys()]).toEqual(['a', 'b'])
  },
)

const CANARY = 'canary-token-0b5e'
const ECHOES: Record<string, (outgoing: ServerResponse, said: string) => void> = {
  'a detail': (outgoing, said) => sendJson(outgoing, { type: 'urn:writ:problem:invalid', detail: said }, 422),
  'a title': (outgoing, said) => sendJson(outgoing, { type: 'urn:writ:problem:invalid', title: said }, 500),
  'the type of a problem': (outgoing, said) => sendJson(outgoing, { type: `urn:${said}`, title: 'x' }, 409),
  'the holder of the lease': (outgoing, said) =>
    sendJson(outgoing, { type: 'urn:writ:problem:lease-held', title: 'x', holder: said }, 409),
  'a redirect': (outgoing, said) => sendText(outgoing, '', 302, { location: `https://${said}.example/${said}` }),
  'a type of content': (outgoing, said) => sendText(outgoing, said, 200, { 'content-type': `text/${said}; a=${said}` }),
  'an encoding': (outgoing, said) => sendText(outgoing, said, 200, { 'content-encoding': said }),
  'an id': (outgoing, said) => sendJson(outgoing, { items: [{ id: said }, { id: said }], total: said, revision: said }),
  HTML: (outgoing, said) => sendText(outgoing, `<p>${said}`, 503, { 'content-type': 'text/html' }),
}

it.each(Object.keys(ECHOES))('E16: a platform that repeats the token in %s does not make it be told', async (where) => {
  const platform = await scriptedPlatform()
  const port = createHttpPlatform({ url: platform.url, token: CANARY, ...QUICK, timeouts: {} })
  await port.identify()
  platform.interfere = ({ outgoing }) => {
    ECHOES[where]?.(outgoing, CANARY)
    return true
  }
  const write = { operation: 'upsert', collection: 'projects', id: 'a', ifMatch: '1', body: {} } as const
  const works = [
    () => port.read(() => true),
    () => port.write([write], { idempotencyKey: 'k', fencing: 1 }),
    () => port.acquireLease('me', 60),
    () => port.history([{ collection: 'projects', id: 'a' }]),
    () => port.effective(['a']),
    () => port.wouldConnect([{ account: 'a', app: 's', auth: 'oauth2', project: null, user: null }]),
  ]
  for (const work of works) {
    const told = await work().catch((error: Error) => [error.stack, error, error.cause, (error.cause as Error)?.stack])
    expect(JSON.stringify(told, (_, value: unknown) => (value instanceof Map ? [...value] : value))).not.toContain(
      CANARY,
    )
  }
  await port.close()
})
