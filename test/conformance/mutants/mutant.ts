import { afterAll, beforeAll, expect, test } from 'vitest'
import { CHECKS } from '../../../src/conformance/checks.js'
import { conformance } from '../../../src/conformance/index.js'
import { peopledSandbox } from '../people.js'
import { type Asked, type Bending, type Call, type Json, startProxy, type Told } from '../proxy.js'

/** Whose tokens there are, beside the operator's. */
type Tokens = Awaited<ReturnType<typeof peopledSandbox>>['tokens'] & { readonly admin: string }

/** A server that breaks one clause of the contract. */
export interface Mutant {
  /** What it does, after "a server that". */
  readonly does: string
  /** Every check that must find it, and what the first of them expected and got. */
  readonly fails: readonly string[]
  readonly expected: string | RegExp
  readonly came: string | RegExp
  /** Made anew for each run, since some remember what they saw. */
  readonly bend: (tokens: Tokens) => Bending
}

/** One test for each: exactly the checks that should fail do, and the first for the right reason. */
export function testMutants(mutants: readonly Mutant[]): void {
  let platform: Awaited<ReturnType<typeof peopledSandbox>>
  beforeAll(async () => {
    platform = await peopledSandbox()
  })
  afterAll(() => platform.sandbox.close())

  test.each(mutants.map((mutant) => [titleOf(mutant), mutant] as const))(
    '%s',
    { timeout: 120_000 },
    async (_, mutant) => {
      const { sandbox, tokens } = platform
      const token = sandbox.admin.token
      const proxy = await startProxy(sandbox.url, token, mutant.bend({ ...tokens, admin: token }))
      try {
        const { results } = await conformance({ url: proxy.url, token, tokens })
        const failed = results.filter(({ verdict }) => verdict === 'failed')
        expect(failed.map(({ name }) => name).join(' ')).toBe(mutant.fails.join(' '))
        expect(failed[0]?.finding?.expected).toMatch(mutant.expected)
        expect(failed[0]?.finding?.came).toMatch(mutant.came)
      } finally {
        await proxy.close()
      }
    },
  )
}

const titleOf = ({ does, fails }: Mutant): string => {
  const told = fails.map((name) => `${name} (${CHECKS.find((check) => check.name === name)?.proves.join(', ')})`)
  return `a server that ${does} fails ${told.join(', ')}`
}

/** Whether a request is this one; a star in a path stands for one word. */
export function is(asked: Asked, method: string, path: string): boolean {
  const words = path.split('/')
  const came = asked.path.split('/')
  const fits = words.length === came.length && words.every((word, at) => word === '*' || word === came[at])
  return asked.method === method && fits
}

/** The items of a list that was answered; none where none were. */
export const itemsOf = ({ body }: Told): Json[] => (Array.isArray(body?.items) ? (body.items as Json[]) : [])

/** Effects of a write that was answered. */
export const effectsOf = ({ body }: Told): Json[] => (Array.isArray(body?.effects) ? (body.effects as Json[]) : [])

/** Judges requests of one person that are meant as if an operator had sent them. */
export const promotes =
  (whose: keyof Tokens, meant: (asked: Asked) => boolean) =>
  (tokens: Tokens): Bending => ({
    asked: (asked) => {
      const isTheirs = asked.headers.authorization === `Bearer ${tokens[whose]}`
      if (isTheirs && meant(asked)) asked.headers.authorization = `Bearer ${tokens.admin}`
    },
  })

/** Leaves out of an answer the effects that are meant. */
export function hideEffects(told: Told, meant: (effect: Json) => boolean): void {
  if (told.body !== null && 'effects' in told.body)
    told.body = { ...told.body, effects: effectsOf(told).filter((effect) => !meant(effect)) }
}

/** Turns refusals of this name into a success with this body. */
export const forgives =
  (name: string, ...meant: (readonly [method: string, path: string])[]) =>
  (): Bending => ({
    told: (told, asked) => {
      const isMeant = meant.length === 0 || meant.some(([method, path]) => is(asked, method, path))
      if (!isMeant || told.body?.type !== `urn:writ:problem:${name}`) return
      told.status = asked.method === 'POST' ? 201 : 200
      told.headers = { 'content-type': 'application/json' }
      told.body = { id: 'made-up', etag: '1', ...asked.body, effects: [] }
    },
  })

/** The header `If-Match` that would let a write through now; undefined for what was never written. */
export async function currentMatch(asked: Asked, call: Call): Promise<string | undefined> {
  const { body } = await call('GET', asked.path)
  return typeof body?.etag === 'string' ? `"${body.etag}"` : undefined
}

export const isVersioned = ({ method }: Asked): boolean => ['PATCH', 'PUT', 'DELETE'].includes(method)

/** Writes once more by itself, at the version that the row has then. */
export async function writeAgain(call: Call, method: string, path: string, body: Json): Promise<Told> {
  const { body: row } = await call('GET', path)
  const headers: Record<string, string> = row?.etag ? { 'if-match': `"${row.etag}"` } : { 'if-none-match': '*' }
  return await call(method, path, { body, headers })
}
