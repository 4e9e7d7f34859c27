import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Operation, openapi, queryNames } from '../support/contract.js'
import { openSandbox, type Sandbox } from '../support/sandbox.js'

const dir = mkdtempSync(join(tmpdir(), 'writ-sql-'))
const out = join(dir, 'out.db')

/** Texts that would mean something if any of them ever became part of a statement, a JSON path, a glob or a file name. */
const TEXTS = [
  `'`,
  `"`,
  `' OR '1'='1`,
  `") OR 1=1 --`,
  `'; ATTACH DATABASE '${out}' AS o; CREATE TABLE o.t(x); --`,
  `x'; DROP TABLE rows; --`,
  `' UNION SELECT hash, user FROM tokens --`,
  `acc_acme' AND (SELECT 1 FROM meta WHERE key='secret') --`,
  `$.labels`,
  `"].labels["tier`,
  `%`,
  `_`,
  `*`,
  `[a-z]*`,
  `\\`,
  `\u0000`,
  `acc_acme\u0000`,
  `;`,
  `?1`,
  `:a`,
  `1e309`,
  `-1`,
  `9007199254740993`,
  `0x10`,
  `../../etc/passwd`,
  `%2e%2e%2f`,
  `${'é'.repeat(200)}`,
  `\ud800`,
]

let to: Sandbox
let others: Sandbox['admin']
beforeAll(async () => {
  to = await openSandbox(undefined, { data: join(dir, 'x.db') })
  others = await to.as('ben@beta.example')
}, 60_000)
afterAll(async () => {
  await to.close()
  rmSync(dir, { recursive: true, force: true })
})

const gets = Object.entries(openapi.paths).flatMap(([path, methods]) =>
  methods.get && !path.endsWith('/callback') ? [[path, methods.get] as const] : [],
)

const ask = async (path: string, query: string, token = others.token) => {
  const response = await fetch(`${to.url}${path}${query && `?${query}`}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return { status: response.status, text: await response.text() }
}

const LEAK = /acc_acme|usr_(olga|ana)|con_ana|sqlite|SQL|syntax|no such|unrecognized|tokens|[\da-f]{64}/

/** Neither a failure of the inside, nor a row that is not theirs. */
function expectNothing(what: string, { status, text }: { status: number; text: string }, said: string): void {
  const echo = text.replaceAll(JSON.stringify(said).slice(1, -1), '').replaceAll(said, '')
  expect([what, status < 500, echo.match(LEAK)?.[0]]).toEqual([what, true, undefined])
}

const valuesOf = (operation: Operation): string[] => [...queryNames(operation)].filter((name) => name !== 'labels')

describe('hostile texts in an address', () => {
  test.each(gets)('of %s: in every query parameter', async (path, operation) => {
    const at = path.replace(/\{\w+\}/g, 'x')
    for (const name of valuesOf(operation)) {
      for (const text of TEXTS) {
        const query = new URLSearchParams({ [name]: text })
        const answer = await ask(at, query.toString())
        expectNothing(`${name}=${text}`, answer, text)
        if (answer.status === 200 && name !== 'limit' && name !== 'after')
          expect([name, text, (JSON.parse(answer.text) as { items: unknown[] }).items]).toEqual([name, text, []])
      }
    }
  })

  test('in the key and the value of a label', async () => {
    for (const list of ['accounts', 'projects', 'groups']) {
      for (const text of TEXTS) {
        const key = await ask(
          `/v1/${list}`,
          new URLSearchParams({ [`labels.${text}`]: 'pro' }).toString(),
          to.admin.token,
        )
        if (/["\\]/.test(text)) expect([text, key.status]).toEqual([text, 422])
        else expect([text, (JSON.parse(key.text) as { total: number }).total]).toEqual([text, 0])
        const value = await ask(`/v1/${list}`, new URLSearchParams({ 'labels.tier': text }).toString(), to.admin.token)
        expect(JSON.parse(value.text)).toMatchObject({ items: [], total: 0 })
      }
    }
  })

  test.each(gets.filter(([path]) => path.includes('{')))('of %s: as an id', async (path) => {
    for (const text of TEXTS.filter((each) => each !== '\ud800')) {
      const answer = await ask(path.replace(/\{\w+\}/, encodeURIComponent(text)).replace(/\{\w+\}/, 'slack'), '')
      expectNothing(text, answer, text)
      expect(answer.status).toBe(404)
    }
  })

  test('in a cursor, sealed or not', async () => {
    for (const text of TEXTS) {
      const place = Buffer.from(text).toString('base64url')
      for (const cursor of [text, place, `${place}.${place}`, `${place}.`])
        expect((await ask('/v1/users', new URLSearchParams({ cursor }).toString())).status).toBe(422)
    }
  })

  test('nothing was written anywhere, and everything is still there', async () => {
    expect(existsSync(out)).toBe(false)
    expect(readdirSync(dir).filter((file) => !file.startsWith('x.db'))).toEqual([])
    expect((await to.admin.page('accounts')).total).toBe(2)
  })
})

describe('hostile texts in a body', () => {
  test('are kept as they are, and found as they are', async () => {
    const kept = TEXTS.filter((text) => text.length < 190 && !text.includes('\u0000') && text.isWellFormed())
    for (const [index, text] of kept.entries()) {
      const row = await to.admin.create('projects', { account: 'acc_beta', name: `${text} ${index}` })
      expect((await to.admin.row('projects', row.id)).name).toBe(`${text} ${index}`)
      const query = new URLSearchParams({ name: `${text} ${index}` })
      expect(await to.admin.ids('projects', query.toString())).toEqual([row.id])
    }
    expect(existsSync(out)).toBe(false)
  })
})
