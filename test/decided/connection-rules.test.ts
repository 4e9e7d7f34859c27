import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { causesOf, change, endings, findings, held, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, CY, connection, ENGINEERING, estate, tenant } from './seeds.js'

const inApollo = { project: 'apollo', externalAccount: ANA }
const people = (connections: object[], more: object = {}) => tenant([acme({ connections, ...more })])
const rules = (text: string) => ACME(`connections: {${text}}`)
const reasons = ({ changes }: Plan) => changes.flatMap(({ reason }) => reason ?? [])
const origins = ({ changes }: Plan) => [...new Set(changes.map(({ origin }) => origin))]
const messages = ({ findings: all }: Plan) => all.map(({ message }) => message)
const SLACK = (more: string) => APPS.replace('name: slack', `name: slack\n${more}`)

/** Permitted connections of ana and bo to slack in apollo, the first with a name. */
const BOT = connection('con_bot', 'slack', ANA, { ...inApollo, name: 'bot' })
const OWN = connection('con_own', 'slack', BO, { ...inApollo, externalAccount: BO })

describe('"undeclared: keep | report | revoke: permitted ones that no Connection or User document names"', () => {
  const declaring = estate(APOLLO(), 'kind: Connection\naccount: acme\napp: slack\nname: bot\nproject: apollo')

  it('C1, C2: revokes what no document names, and the line of the rule is the cause', async () => {
    const { settle } = await world(people([BOT, OWN]))
    const plan = await settle(estate(APPS, rules('undeclared: revoke'), declaring))
    expect(endings(plan)).toEqual(['revoked con_own'])
    expect(reasons(plan)).toEqual([`no document names this connection to slack of ${BO}`])
    expect(origins(plan)).toEqual(['rule'])
    expect(causesOf(plan, 'connection/con_own')).toEqual(['account/acme#connections.undeclared'])
    const cause = plan.causes[plan.changes[0]?.causes[0] ?? -1]
    expect(cause).toMatchObject({ file: 'estate.yaml', line: 15 })
  })

  it('reports it, and keeps it without a word', async () => {
    const { plan } = await world(people([BOT, OWN]))
    const reported = await plan(estate(APPS, rules('undeclared: report'), declaring))
    expect(endings(reported)).toEqual([])
    expect(findings(reported)).toEqual(['warning connection/undeclared connection/con_own'])
    expect(findings(await plan(estate(APPS, rules('undeclared: keep'), declaring)))).toEqual([])
  })

  it('a User document that says something open about the app names the personal connection of its owner', async () => {
    const { plan } = await world(people([BOT, OWN]))
    const user = (entry: string) => `kind: User\naccount: acme\nemail: ${BO}\nintegrations: {slack: ${entry}}`
    const over = async (entry: string) => endings(await plan(estate(APPS, rules('undeclared: revoke'), user(entry))))
    expect(await over('{enabled: true}')).toEqual(['revoked con_bot'])
    expect(await over('{enabled: true, until: 2026-01-01}')).toEqual(['revoked con_bot', 'revoked con_own'])
  })

  it('a connection that is not permitted is judged by the gates, and so is one that was only asked for by nobody', async () => {
    const stray = connection('con_stray', 'slack', CY, inApollo)
    const asked = connection('con_asked', 'slack', BO, { status: 'requested', externalAccount: null })
    const { plan } = await world(people([stray, asked]))
    const shown = await plan(estate(APPS, rules('undeclared: revoke')))
    expect(endings(shown)).toEqual([])
    expect(findings(shown)).toEqual(['info connection/unpermitted-live connection/con_stray'])
  })

  it('rules speak of governed apps in governed accounts only', async () => {
    const other = { ...acme(), name: 'umbrella', id: 'acc_umbrella', projects: [], users: [], integrations: {} }
    const theirs = connection('con_theirs', 'slack', null)
    const seed = tenant([acme({ connections: [BOT] }), { ...other, connections: [theirs] }])
    const { plan } = await world(seed)
    const only = 'kind: App\nname: zoom'
    expect(endings(await plan(estate(only, rules('undeclared: revoke'))))).toEqual([])
    expect(endings(await plan(estate(APPS, rules('undeclared: revoke'))))).toEqual(['revoked con_bot'])
  })
})

describe('"permissions: revoke | report: scopes beyond the app\'s permissions"', () => {
  const wide = connection('con_wide', 'slack', ANA, { ...inApollo, scopes: ['admin', 'chat'] })
  const narrow = connection('con_narrow', 'slack', BO, { ...inApollo, scopes: ['chat'] })

  it('a declared connection that sleeps, its way closed live, is told of as well', async () => {
    const bot = { ...wide, name: 'bot', project: undefined }
    const { plan } = await world(people([bot], { integrations: {} }))
    const declaring = 'kind: Connection\naccount: acme\napp: slack\nname: bot'
    const shown = await plan(estate(SLACK('permissions: {deny: [admin]}'), ACME(), declaring))
    expect(held(shown)).toEqual(['dormant connection/con_wide'])
    expect(findings(shown)).toEqual(['warning connection/permissions connection/con_wide'])
  })

  it('U3: a denied scope is reported where no rule says more, with the line of the app', async () => {
    const { plan } = await world(people([wide, narrow]))
    const shown = await plan(estate(SLACK('permissions: {deny: [admin]}'), ACME()))
    expect(findings(shown)).toEqual(['warning connection/permissions connection/con_wide'])
    expect(messages(shown)).toEqual(['it holds admin, beyond the permissions of slack'])
    expect(shown.findings[0]?.causes.map((at) => shown.causes[at]?.statement)).toEqual(['app/slack#permissions'])
  })

  it('U3: what an allow-list leaves out is revoked where the rule says so', async () => {
    const { settle } = await world(people([wide, narrow]))
    const plan = await settle(estate(SLACK('permissions: {allow: [chat]}'), rules('permissions: revoke')))
    expect(endings(plan)).toEqual(['revoked con_wide'])
    expect(causesOf(plan, 'connection/con_wide')).toEqual([
      'account/acme#connections.permissions',
      'app/slack#permissions',
    ])
  })

  it('an empty allow-list lets no scope through, and a deny beats an allow', async () => {
    const { plan } = await world(people([wide, narrow]))
    const over = async (stated: string) =>
      endings(await plan(estate(SLACK(`permissions: {${stated}}`), rules('permissions: revoke'))))
    expect(await over('allow: []')).toEqual(['revoked con_narrow', 'revoked con_wide'])
    expect(await over('allow: [admin, chat], deny: [chat]')).toEqual(['revoked con_narrow', 'revoked con_wide'])
    expect(await over('deny: []')).toEqual([])
  })

  it('writes nothing of it to the platform', async () => {
    const { settle } = await world(people([]))
    const plan = await settle(estate(SLACK('permissions: {deny: [admin]}'), ACME()))
    expect(plan.changes).toEqual([])
  })
})

describe('"externalDomains: the external account must be of these domains; else revoke"', () => {
  const of = (id: string, owner: string, externalAccount: string | null) =>
    connection(id, 'slack', owner, { project: 'apollo', externalAccount })

  it('C6: revokes another domain, also a longer one that ends alike; the case of letters says nothing', async () => {
    const all = [of('con_a', ANA, 'Ana@ACME.example'), of('con_b', BO, 'bo@gmail.example')]
    const sub = connection('con_c', 'slack', ANA, {
      project: 'apollo',
      name: 'c',
      externalAccount: 'x@evil.acme.example',
    })
    const { settle } = await world(people([...all, sub]))
    const plan = await settle(estate(APPS, rules('externalDomains: [acme.example]')))
    expect(endings(plan)).toEqual(['revoked con_b', 'revoked con_c'])
    expect(reasons(plan)).toContain('its external account bo@gmail.example is not of acme.example')
  })

  it('an external account that nobody knows is told and stays', async () => {
    const { plan } = await world(people([of('con_a', ANA, null)]))
    const shown = await plan(estate(APPS, rules('externalDomains: [acme.example]')))
    expect(endings(shown)).toEqual([])
    expect(findings(shown)).toEqual(['warning connection/external-domain connection/con_a'])
  })

  it('E11: a connection that a document declares stays and is told, or the next plan would ask for it again', async () => {
    const bot = { ...BOT, externalAccount: 'bot@other.example' }
    const declaring = estate(
      APOLLO(),
      'kind: Connection\naccount: acme\napp: slack\nname: bot\nproject: apollo\nexternalAccount: bot@other.example',
    )
    const { settle } = await world(people([bot]))
    const plan = await settle(estate(APPS, rules('externalDomains: [acme.example]'), declaring))
    expect(endings(plan)).toEqual([])
    expect(messages(plan)).toEqual([
      'its external account bot@other.example is not of acme.example; it stays, since a document declares it',
    ])
  })
})

describe('"maxPerUserAndApp: personal connections; declared ones stay, then the oldest; the rest revoke"', () => {
  const own = (id: string, createdAt: string, more: object = {}) =>
    connection(id, 'slack', ANA, { externalAccount: `${id}@acme.example`, createdAt, ...more })
  const OLD = own('con_old', '2026-01-01T00:00:00.000Z')
  const MID = own('con_mid', '2026-02-01T00:00:00.000Z', { project: 'apollo' })
  const NEW = own('con_new', '2026-03-01T00:00:00.000Z', { project: 'zeus' })
  const named = own('con_bot', '2026-01-01T00:00:00.000Z', { name: 'bot' })
  /** Ana may use slack in zeus too. */
  const seed = (...connections: object[]) => {
    const account = acme({ connections })
    account.projects[1] = {
      ...account.projects[1],
      groups: [{ name: 'builders', type: 'internal', members: [ANA, CY] }],
    } as never
    return tenant([account])
  }

  it('U4: the oldest stays; named ones and those of other people do not count', async () => {
    const bos = connection('con_bo', 'slack', BO)
    const { settle } = await world(seed(OLD, MID, NEW, named, bos))
    const plan = await settle(estate(APPS, rules('maxPerUserAndApp: 1')))
    expect(endings(plan)).toEqual(['revoked con_mid', 'revoked con_new'])
    expect(reasons(plan)[0]).toBe(`${ANA} has 3 personal connections to slack, and 1 may be`)
  })

  it('U4: one that a User document names by its external account stays before an older one', async () => {
    const { settle } = await world(seed(OLD, MID, NEW))
    const user = `kind: User\naccount: acme\nemail: ${ANA}\nintegrations: {slack: {externalAccount: con_new@acme.example}}`
    const plan = await settle(estate(APPS, rules('maxPerUserAndApp: 1'), user))
    expect(endings(plan)).toEqual(['revoked con_mid', 'revoked con_old'])
  })

  it('what another rule ends does not count any more', async () => {
    const { settle } = await world(seed({ ...OLD, externalAccount: 'ana@gmail.example' }, MID))
    const plan = await settle(estate(APPS, rules('maxPerUserAndApp: 1, externalDomains: [acme.example]')))
    expect(endings(plan)).toEqual(['revoked con_old'])
  })
})

describe('"idleDays: not used for so long (never used: since created): revoke"', () => {
  const used = (id: string, owner: string, lastUsedAt: string | null, createdAt = '2026-01-01T00:00:00.000Z') =>
    connection(id, 'slack', owner, { ...inApollo, createdAt, ...(lastUsedAt && { lastUsedAt }) })
  const now = new Date('2026-11-22T14:03:00Z')

  it('T10: 90 whole days at the beginning of this day, and not an hour less', async () => {
    const all = [
      used('con_a', ANA, '2026-08-24T00:00:00.000Z'),
      { ...used('con_b', BO, '2026-08-24T00:00:01.000Z'), name: 'b' },
    ]
    const { settle } = await world(people(all))
    const plan = await settle(estate(APPS, rules('idleDays: 90')), { now })
    expect(endings(plan)).toEqual(['revoked con_a'])
    expect(reasons(plan)).toEqual(['last used on 2026-08-24, more than 90 days ago'])
  })

  it('T10: one that was never used is as old as itself', async () => {
    const all = [
      used('con_a', ANA, null, '2026-08-01T00:00:00.000Z'),
      used('con_b', BO, null, '2026-11-01T00:00:00.000Z'),
    ]
    const { settle } = await world(people(all))
    const plan = await settle(estate(APPS, rules('idleDays: 90')), { now })
    expect(endings(plan)).toEqual(['revoked con_a'])
    expect(reasons(plan)).toEqual(['never used since it was made on 2026-08-01, more than 90 days ago'])
  })

  it('E6: one that is used between plan and revocation lives on', async () => {
    const { plan, apply, admin, sandbox } = await world(people([used('con_a', ANA, '2026-01-01T00:00:00.000Z')]))
    const text = estate(APPS, rules('idleDays: 90'))
    const approved = await plan(text)
    const ana = await sandbox.as(ANA)
    await ana.post('connections/con_a/use', {})
    const applied = await apply(text, { approved })
    expect(applied.reasons).toContain('not-as-approved')
    expect((await admin.list('connections')).map(({ id }) => id)).toEqual(['con_a'])
  })
})

describe('"requireServiceAccount: external account must be nobody\'s own; reported, and new ones blocked"', () => {
  it.each([
    ['a teammate', BO.toUpperCase()],
    ['somebody who is invited', 'dan@acme.example'],
  ])('C6: the account of %s is reported and not revoked', async (_, externalAccount) => {
    const invitation = { email: 'dan@acme.example', role: 'member', department: 'HR', designation: 'HR', manager: BO }
    const { plan } = await world(people([{ ...BOT, externalAccount }, OWN], { invitations: [invitation] }))
    const shown = await plan(estate(APPS, rules('requireServiceAccount: [slack]')))
    expect(endings(shown)).toEqual([])
    expect(findings(shown)).toEqual([
      'warning connection/person-account connection/con_bot',
      'warning connection/person-account connection/con_own',
    ])
  })

  it('C6: a service account, and an app that the rule does not name, pass', async () => {
    const { plan } = await world(people([{ ...BOT, externalAccount: 'bot@acme.example' }]))
    expect(findings(await plan(estate(APPS, rules('requireServiceAccount: [slack]'))))).toEqual([])
    expect(findings(await plan(estate(APPS, rules('requireServiceAccount: [zoom]'))))).toEqual([])
  })
})

describe('"inUse: protect | revoke: Writ\'s own revocations of what a workflow uses"', () => {
  const seed = people([OWN], { workflows: [{ name: 'Lead intake', connections: ['con_own'] }] })

  it('C5: protected unless the rule says revoke, and then the plan names the workflow', async () => {
    const { plan, settle } = await world(seed)
    expect(held(await plan(estate(APPS, rules('undeclared: revoke'))))).toEqual(['in-use connection/con_own'])
    const ended = await settle(estate(APPS, rules('undeclared: revoke, inUse: revoke')))
    expect(endings(ended)).toEqual(['revoked con_own'])
    expect(ended.impact.workflows.map(({ name }) => name)).toEqual(['Lead intake'])
  })

  it('what protect names is held whatever the rules say', async () => {
    const { plan } = await world(seed)
    const text = estate(APPS, rules('undeclared: revoke, inUse: revoke'))
    const shown = await plan(text, { config: 'protect: {connections: [con_own]}' })
    expect(held(shown)).toEqual(['protected connection/con_own'])
    expect(shown.outcome.exitCode).toBe(3)
  })
})

describe('the rules of sets and of the account, unit by unit', () => {
  const set = (name: string, text: string, more = '') =>
    `kind: AccountSet\nname: ${name}\nmatch: {labels: {tier: basic}}\n${more}connections: {${text}}`

  it('"The unit is […] one rule in `connections`": the nearest states one, a set the other', async () => {
    const { settle } = await world(people([BOT, OWN]))
    const text = estate(APPS, set('basic', 'undeclared: revoke, idleDays: 10'), rules('idleDays: 4000'))
    const plan = await settle(text)
    expect(endings(plan)).toEqual(['revoked con_bot', 'revoked con_own'])
    expect(causesOf(plan, 'connection/con_own')).toEqual(['accountset/basic#connections.undeclared'])
  })

  it('at equal priority two different values are an error, and the higher priority wins', async () => {
    const { plan } = await world(people([OWN]))
    const two = [set('a', 'undeclared: revoke'), set('b', 'undeclared: report')]
    expect(findings(await plan(estate(APPS, ...two)))).toEqual(['error merge/conflict account/acme'])
    const ranked = [set('a', 'undeclared: revoke', 'priority: 1\n'), set('b', 'undeclared: report')]
    expect(endings(await plan(estate(APPS, ...ranked)))).toEqual(['revoked con_own'])
  })

  it('a connection that breaks several rules ends once, for all its reasons', async () => {
    const { settle } = await world(people([{ ...OWN, externalAccount: 'bo@gmail.example' }]))
    const plan = await settle(estate(APPS, rules('undeclared: revoke, externalDomains: [acme.example]')))
    expect(plan.changes).toHaveLength(1)
    expect(change(plan, 'connection/con_own').before).toEqual({
      app: 'slack',
      owner: BO,
      project: 'apollo',
      name: null,
    })
    expect(reasons(plan)[0]?.split('; ')).toHaveLength(2)
    expect(causesOf(plan, 'connection/con_own')).toHaveLength(2)
  })

  it('E19: under observe they are shown and nothing ends', async () => {
    const { settle, rows } = await world(people([OWN]))
    const text = estate(APPS, ACME('mode: observe\nconnections: {undeclared: revoke}'))
    await expect(settle(text)).rejects.toThrow()
    expect((await rows('connections')).map(({ status }) => status)).toEqual(['active'])
  })

  it('a gate that closes ends a connection for that alone', async () => {
    const { settle } = await world(people([OWN]))
    const documents = [APOLLO(), ENGINEERING(`members: [${ANA}]`)]
    const plan = await settle(estate(APPS, rules('undeclared: revoke, idleDays: 1'), ...documents))
    expect(reasons(plan)).toEqual([`${BO} may not use slack: group closed`])
    expect(origins(plan)).toEqual(['difference'])
  })
})

describe('E13: a Waiver accepts what a rule would end, until its date', () => {
  const waiver = (finding: string, until = '2027-01-31') =>
    `kind: Waiver\nname: bo-stays\ncovers: {finding: ${finding}, account: acme, user: ${BO}}\nreason: Audit\nowner: a@acme.example\napprovedBy: b@acme.example\nticket: SEC-1\nuntil: ${until}`

  it.each([
    ['connection/undeclared', 'undeclared: revoke'],
    ['connection/idle', 'idleDays: 10'],
    ['connection/external-domain', 'externalDomains: [other.example]'],
    ['connection/too-many', 'maxPerUserAndApp: 1'],
  ])('%s', async (finding, rule) => {
    const second = { ...OWN, id: 'con_second', createdAt: '2026-10-03T08:00:00.000Z' }
    const { plan } = await world(people(finding === 'connection/too-many' ? [OWN, second] : [OWN]))
    const ended = finding === 'connection/too-many' ? 'con_second' : 'con_own'
    const accepted = await plan(estate(APPS, rules(rule), waiver(finding)))
    expect(endings(accepted)).toEqual([])
    expect(findings(accepted)).toEqual([`info ${finding} connection/${ended}`])
    expect(accepted.findings[0]?.message).toMatch(/waived by bo-stays until 2027-01-31$/)
    expect(endings(await plan(estate(APPS, rules(rule), waiver(finding, '2026-11-21'))))).toEqual([`revoked ${ended}`])
  })

  it('what the gates close stays as well, and another rule still ends it', async () => {
    const { plan } = await world(people([OWN]))
    const closing = [APOLLO(), ENGINEERING(`members: [${ANA}]`), waiver('connection/unpermitted')]
    const accepted = await plan(estate(APPS, ACME(), ...closing))
    expect(endings(accepted)).toEqual([])
    expect(findings(accepted)).toEqual(['info connection/unpermitted connection/con_own'])
    expect(endings(await plan(estate(APPS, rules('idleDays: 10'), ...closing)))).toEqual(['revoked con_own'])
  })
})
