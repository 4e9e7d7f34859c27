import { expect, test } from 'vitest'
import { createServer } from '../../src/sandbox/http/server.js'
import { platformOf } from '../sandbox/unit/platform.js'
import { openapi } from '../support/contract.js'
import { sandbox } from '../support/sandbox.js'

const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** `METHOD /v1/path/{}` of the document, names of parameters left out. */
const documented = Object.entries(openapi.paths).flatMap(([path, item]) =>
  METHODS.filter((method) => method in item).map(
    (method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, '{}')}`,
  ),
)

/** What the sandbox serves below /v1, as its router prints it; what only refuses a method is not served. */
async function served(): Promise<string[]> {
  const server = createServer(platformOf({}))
  const lines = server.printRoutes({ commonPrefix: false }).split('\n')
  await server.close()
  const depth: string[] = []
  const paths = lines.flatMap((line) => {
    const [, indent = '', part = ''] = /^((?:[│ ] {3})*)[├└]── (\S+)/.exec(line) ?? []
    depth.splice(indent.length / 4, depth.length, part)
    return / \(.*GET/.test(line) ? [depth.join('')] : []
  })
  return [...new Set(paths)].filter((path) => path === '/v1' || path.startsWith('/v1/'))
}

test('no path is served below /v1 that the document does not have, and each of its paths is', async () => {
  const paths = (await served()).map((path) => path.replace(/:\w+/g, '{}'))
  expect(paths.sort()).toEqual([...new Set(documented.map((operation) => operation.split(' ')[1]))].sort())
})

test('each path is served with the methods that the document has for it: the others are 405, with Allow', async () => {
  const { admin } = await sandbox()
  const found: string[] = []
  for (const path of new Set(documented.map((operation) => operation.split(' ')[1] ?? ''))) {
    const answer = await fetch(admin.url + path.replaceAll('{}', 'x'), { method: 'OPTIONS' })
    expect(answer.status, path).toBe(405)
    found.push(...(answer.headers.get('allow') ?? '').split(', ').map((method) => `${method} ${path}`))
  }
  expect(found.sort()).toEqual([...documented].sort())
})
