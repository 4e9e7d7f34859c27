import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plan } from '../../src/engine.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { startSandbox } from '../../src/sandbox/index.js'
import type { Rows } from '../support/client.js'
import type { Doc } from '../support/naive-estate.js'
import { anyCase, type Case } from '../support/random/index.js'
import { NOW } from '../support/random/words.js'
import type { Names } from '../support/settling/names.js'
import { loadCase, OPTIONS, type Ran, settle } from '../support/settling/run.js'

// The same random platforms and estates as in settling.test.ts, asked for less than everything.
const RUNS = Number(process.env.WRIT_SETTLING_RUNS ?? (process.env.CI ? 200 : 40))
const SEED = Number(process.env.WRIT_SETTLING_SEED ?? 20260615)

const PATHS: Readonly<Record<string, (doc: Doc) => string>> = {
  Account: ({ name }) => `account/${name}`,
  Project: ({ account, name }) => `project/${account}/${name}`,
  User: ({ account, email }) => `user/${account}/${email}`,
  Connection: ({ account, app, name }) => `connection/${account}/${app}/${name}`,
}

/** The address of one of the documents; null where there is none. */
function scopeOf({ estate }: Case, chosen: number): string | null {
  const all = estate.documents.flatMap((doc) => (doc.ensure ? [] : (PATHS[doc.kind]?.(doc) ?? [])))
  return all[chosen % all.length] ?? null
}

/** What lies in an account, or below the rest of a path: `project/acme/apollo` has groups below it. A rename may be out of scope. */
function isBelow(address: string, scope: string): boolean {
  const [row = '', path = ''] = [address, scope].map((each) =>
    each
      .split('#')[0]
      ?.slice(each.indexOf('/') + 1)
      .replaceAll('-new', ''),
  )
  const [of, kind] = [address, scope].map((each) => each.split('/')[0] ?? '')
  if (row !== path && !row.startsWith(`${path}/`)) return false
  return kind === 'account' ? of !== 'app' : kind === of || (kind === 'project' && of === 'group')
}

/** Where what Writ wrote lies, by the platform's own audit trail; what the platform did by itself is the platform's. */
const written = ({ events, names }: Ran): string[][] =>
  events
    .filter(({ via }) => via !== 'platform')
    .flatMap(({ collection, resource }) => {
      const row = names.row(collection as 'connections', resource)
      if (row === undefined) return []
      const address = names.address(collection as 'connections', { ...row })
      return [address === `connection/${resource}` ? placesOf(names, row) : [address]]
    })

/** A connection that lived is known by its id alone: it lies in its account, and in its project. */
function placesOf(names: Names, { account, project }: Rows['connections']): string[] {
  const path = names.name('accounts', account)
  return [`account/${path}`, ...(project === null ? [] : [`project/${path}/${names.name('projects', project)}`])]
}

test('`--only` never writes outside its scope, and settles what lies in it (E6, E11)', async () => {
  let writes = 0
  const property = fc.asyncProperty(anyCase, fc.nat(60), async (each, chosen) => {
    const scope = scopeOf(each, chosen)
    fc.pre(scope !== null)
    const ran = await settle(each, [scope])
    fc.pre(ran !== null)
    const all = written(ran)
    writes += all.length
    expect(all.filter((places) => !places.some((place) => isBelow(place, scope)))).toEqual([])
    expect(ran.again.changes.filter(({ observed }) => !observed).map(({ address }) => address)).toEqual([])
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
  expect(writes).toBeGreaterThan(0)
}, 600_000)

test('E5: planned twice over the same platform, the digests are the same, and nothing was written', async () => {
  const property = fc.asyncProperty(anyCase, async (each) => {
    const estate = await loadCase(each)
    fc.pre(estate !== null)
    const sandbox = await startSandbox({ seed: each.live, clock: () => NOW.getTime() })
    const port = createHttpReader({ url: sandbox.url, token: sandbox.tokens.read })
    try {
      const [one, two] = [await plan(estate, port, OPTIONS), await plan(estate, port, OPTIONS)]
      expect(two.plan.digests).toEqual(one.plan.digests)
      expect(two.plan.platform.revision).toBe(one.plan.platform.revision)
      expect({ ...two.plan, created: null }).toEqual({ ...one.plan, created: null })
    } finally {
      await port.close()
      await sandbox.close()
    }
  })
  await fc.assert(property, { numRuns: RUNS, seed: SEED })
}, 600_000)
