import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { tenant } from '../support/planning.js'
import { world } from '../support/world.js'
import { dateOf, past, uses } from './past.js'

const APPS = ['slack', 'zoom'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const slackIn = (projects: string, more = '') =>
  `${APPS}kind: Account\nname: acme\nintegrations:\n  slack: {enabled: true, projects: [${projects}], newProjects: false${more}}\n---\nkind: Project\naccount: acme\nname: apollo\n---\nkind: Project\naccount: acme\nname: zeus\nintegrations:\n  slack: {enabled: true}\n`

const BOTH = ['ana slack apollo', 'ana slack zeus', 'bo slack apollo']
const APOLLO = ['ana slack apollo', 'bo slack apollo']
const recordsIn = (dir: string): string[] =>
  readdirSync(join(dir, 'records'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()

describe('audit --at: who could use what at the end of a day, offline', () => {
  test('U7: a picture is brought forward over what later runs read back, to each day its own answer', async () => {
    const days = await past(tenant())
    const first = days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(3)
    const second = days.declare(5, slackIn('apollo'))
    await days.apply(5)
    await days.world.sandbox.close()
    const before = await days.at(4)
    expect(uses(before)).toEqual(BOTH)
    expect(before.declared).toMatchObject({ commit: first, basis: 'applied', proven: true })
    expect(before.access.every(({ verdict }) => verdict === 'conforming')).toBe(true)
    const after = await days.at(6)
    expect(uses(after)).toEqual(APOLLO)
    expect(after.declared).toMatchObject({ commit: second })
    expect(after.access[0]?.sources).toHaveLength(2)
  })

  test('U7: where the revision stood still between two looks a day is proven; where nobody looked after, it is last seen', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(3)
    expect((await days.at(4)).certainty).toMatchObject({ 'last-seen': 2, proven: 0 })
    await days.picture(6)
    expect((await days.at(4)).certainty).toMatchObject({ 'last-seen': 0, sealed: 2, proven: 0 })
    expect((await days.at(7)).certainty).toMatchObject({ 'last-seen': 2, proven: 0 })
  })

  test('E17: what somebody else changed between two looks is not known on the days between, also to whom nobody had given it', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo'))
    await days.apply(2)
    await days.picture(3)
    const hand = await days.world.sandbox.as('olga@acme.example', { via: 'admin-page' })
    await hand.set('projects/prj_apollo', 'slack', { enabled: false })
    await hand.set('accounts/acc_acme', 'zoom', { enabled: true, projects: ['prj_zeus'], newProjects: false })
    await hand.set('projects/prj_zeus', 'zoom', { enabled: true, groups: ['grp_sales'] })
    await days.picture(8)
    const { access } = await days.at(5)
    expect(access.map(({ user, app, known }) => [user, app, known])).toEqual([
      ['ana@acme.example', 'slack', 'not-known'],
      ['bo@acme.example', 'slack', 'not-known'],
      ['ana@acme.example', 'zoom', 'not-known'],
    ])
    expect((await days.at(8)).access.map(({ app, live, verdict }) => [app, live, verdict])).toEqual([
      ['zoom', ['zeus'], 'conforming'],
    ])
  })

  test('E13: dates are judged as on that day', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo', `, until: ${dateOf(4)}`))
    await days.apply(2)
    await days.picture(2)
    const verdicts = async (day: number) => [...new Set((await days.at(day)).access.map(({ verdict }) => verdict))]
    expect(await verdicts(4)).toEqual(['conforming'])
    expect(await verdicts(5)).toEqual(['undeclared'])
  })

  test('E15: a refused run puts no commit into force; the head of that day is told beside it', async () => {
    const days = await past(tenant())
    const first = days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(2)
    const head = days.declare(4, slackIn('apollo'), 'Bo')
    const { declared, head: told } = await days.at(5)
    expect(declared?.commit).toBe(first)
    expect(told).toMatchObject({ commit: head, differs: true, author: 'Bo <bo@acme.example>' })
  })

  test('E15: without any picture documents answer for the people they name, and it is said what that leaves open', async () => {
    const days = await past(tenant())
    const group =
      'kind: Group\naccount: acme\nproject: zeus\nname: sales\nmembers: [ana@acme.example]\nintegrations: {slack: true, zoom: false}\n'
    const text = `${slackIn('apollo, zeus').replace('name: acme\n', 'name: acme\nallowedApps: {apps: [slack]}\n')}---\n${group}`
    days.declare(2, text)
    await days.apply(2)
    const { access, certainty, open, picture } = await days.at(3)
    expect(picture).toBeNull()
    expect(access).toMatchObject([{ user: 'ana@acme.example', app: 'slack', live: [] }])
    expect(certainty['not-known'] + certainty.declared).toBe(1)
    expect(open.join(' ')).toContain('writ audit --record')
  })

  test.each([
    ['changed', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').replace('ciso@', 'nobody@'))],
    ['cut', (path: string) => writeFileSync(path, readFileSync(path, 'utf8').split('\n').slice(0, -2).join('\n'))],
    ['taken away', (path: string) => rmSync(path)],
  ] as const)('E15: a record that was %s leaves what rests on it unproven, and is named', async (how, harm) => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(3)
    days.declare(4, slackIn('apollo'))
    await days.apply(4)
    await days.picture(9)
    harm(join(days.dir, 'records', recordsIn(days.dir)[2] ?? ''))
    const { certainty, gaps, outcome } = await days.at(5)
    expect(certainty.proven + certainty.sealed + certainty.agreed + certainty['last-seen']).toBe(0)
    expect(gaps.length).toBeGreaterThan(0)
    // The process that wrote it is this one, and lives: a cut record of a dead one ends with 3 as well.
    expect(outcome.exitCode).toBe(how === 'cut' ? 0 : 3)
    expect((await days.at(10)).certainty.unproven).toBe(0)
  })

  test('E15: a picture whose rows somebody exchanged is not believed', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(3)
    const path = join(days.dir, 'records', recordsIn(days.dir)[1] ?? '')
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"prj_zeus"', '"prj_zoos"'))
    expect((await days.at(4)).certainty.unproven).toBe(0)
    expect((await days.at(4)).access).toEqual([])
  })

  test('E15: without a key no day is proven, and it is said; with the key that signed it is', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const days = await past(tenant(), { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string })
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(3)
    await days.picture(6)
    const unchecked = await days.at(4)
    expect(unchecked.certainty).toMatchObject({ proven: 0, sealed: 2 })
    expect(unchecked.access[0]?.doubt).toContain('--key')
    expect(unchecked.gaps.map(({ code }) => code)).toEqual(['history/unchecked'])
    const checked = await days.at(4, { key: publicKey.export({ type: 'spki', format: 'pem' }) as string })
    expect(checked.certainty).toMatchObject({ proven: 2, sealed: 0 })
    expect(checked.gaps).toEqual([])
  })

  test('E15: pictures of another platform that nobody signed, slipped in among signed ones, are told and not believed', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const days = await past(tenant(), { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string })
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(3)
    const other = await world({ ...tenant(), tenant: 'acme-cloud' })
    const port = createHttpPlatform({ url: other.sandbox.url, token: other.sandbox.admin.token })
    for (const day of [4, 8]) await days.picture(day, 18, { port, key: undefined })
    await port.close()
    const { certainty, gaps, picture, access, outcome } = await days.at(6)
    expect(picture?.at.slice(0, 10)).toBe(dateOf(3))
    expect(certainty).toMatchObject({ proven: 0, sealed: 0, 'last-seen': access.length })
    expect(gaps.map(({ code }) => code)).toEqual(['record/unsigned', 'record/unsigned', 'history/unchecked'])
    expect(outcome.exitCode).toBe(3)
  })

  test('E15: two pictures of one revision that differ: nothing is known, and both are named', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.picture(3)
    const users = ['mara', 'ana', 'bo'].map((name) => ({ email: `${name}@acme.example` }))
    const other = await world({ ...tenant({ users }), tenant: 'acme-cloud' })
    const port = createHttpPlatform({ url: other.sandbox.url, token: other.sandbox.admin.token })
    await days.picture(8, 18, { port })
    await port.close()
    const { picture, next, access, certainty, gaps, outcome } = await days.at(5)
    expect(picture?.revision).toBe(next?.revision)
    expect(certainty['not-known']).toBe(access.length)
    expect(gaps.map(({ code }) => code)).toEqual(['record/contradiction', 'history/unsigned'])
    expect(outcome.exitCode).toBe(3)
  })

  test('E15: records of another tenant in the same store are in no answer, and it is said that they lie there', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo, zeus'))
    await days.apply(2)
    await days.picture(3)
    const before = await days.at(5)
    const other = await world({ ...tenant(), tenant: 'globex-cloud' })
    const port = createHttpPlatform({ url: other.sandbox.url, token: other.sandbox.admin.token })
    await days.picture(4, 18, { port, tenant: 'globex-cloud' })
    await port.close()
    const { access, picture, gaps, certainty, outcome } = await days.at(5)
    expect(access).toEqual(before.access)
    expect([picture, certainty, outcome]).toEqual([before.picture, before.certainty, before.outcome])
    expect(gaps.map(({ code }) => code)).toEqual(['history/other-tenant', 'history/unsigned'])
    expect((await days.period(1, 9)).gaps.map(({ code }) => code)).toContain('history/other-tenant')
  })

  test('E16: neither settings nor fingerprints of secrets stand in a picture', async () => {
    const secret = { settings: { clientId: 'tell-nobody' }, secrets: { clientSecret: 'hush' } }
    const apps = ['slack', 'zoom', 'hubspot', 'trello'].map((name) => ({ name, auth: 'oauth2', ...secret }))
    const days = await past(tenant({}, { apps }))
    days.declare(2, 'kind: App\nname: slack\n---\nkind: Account\nname: acme\n')
    await days.picture(2)
    const text = recordsIn(days.dir)
      .map((name) => readFileSync(join(days.dir, 'records', name), 'utf8'))
      .join('')
    expect(text).toContain('"picture"')
    for (const secret of ['tell-nobody', 'hush', 'fingerprint', 'salt']) expect(text).not.toContain(secret)
  })

  test.each([
    ['2026-02-30', 'history/date'],
    ['yesterday', 'history/date'],
    ['2030-01-01', 'history/future'],
  ])('%s is refused as %s', async (date, code) => {
    const days = await past(tenant())
    await expect(days.at(date)).rejects.toMatchObject({ code })
  })

  test('before the first commit nothing is known, and that is said', async () => {
    const days = await past(tenant())
    days.declare(10, slackIn('apollo'))
    await days.apply(10)
    const { declared, access, open, gaps } = await days.at(4)
    expect([declared, access]).toEqual([null, []])
    expect(open.length).toBeGreaterThan(0)
    expect(gaps.map(({ code }) => code)).toEqual(['history/head', 'history/unsigned'])
  })

  test('commits whose dates go back are told; the record says all the same which one was in force', async () => {
    const days = await past(tenant())
    days.declare(12, slackIn('apollo, zeus'))
    const applied = days.declare(3, slackIn('apollo'))
    await days.apply(4)
    const { declared, gaps } = await days.at(5)
    expect(declared?.commit).toBe(applied)
    expect(gaps).toMatchObject([{ code: 'history/head' }, { code: 'history/unsigned' }])
  })

  test('E18: a commit that is gone from the repository, and a record that names none, are gaps and no guess', async () => {
    const days = await past(tenant())
    days.declare(2, slackIn('apollo'))
    await days.apply(2, { commit: 'f'.repeat(40) })
    await days.picture(2)
    const gone = await days.at(3)
    expect(gone.gaps).toMatchObject([{ code: 'history/commit', place: 'f'.repeat(40) }, {}])
    expect(gone.access.every(({ verdict, declared }) => verdict === 'not-evaluable' && declared.length === 0)).toBe(
      true,
    )
    expect(uses(gone)).toEqual(APOLLO)
    await days.apply(4, { commit: '--output=/tmp/x' })
    expect((await days.at(5)).gaps).toMatchObject([{ code: 'history/commit', message: 'is no id of a commit' }, {}])
  })
})
