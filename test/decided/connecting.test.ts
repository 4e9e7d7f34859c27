import { describe, expect, it } from 'vitest'
import type { Plan } from '../../src/model/generated/plan.js'
import { app } from '../support/estates.js'
import { causesOf, change, changes, complaints, endings, findings, held, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, CY, catalogue, connection, ENGINEERING, estate, tenant } from './seeds.js'

const OAUTH = { auth: 'oauth2', settings: { clientId: 'abc' } }

/** Slack is oauth2; webhooks takes a key, and is on for everyone in apollo's engineering. */
const account = (more: object = {}) => {
  const made = acme(more)
  const webhooks = { enabled: true, projects: ['apollo'], newProjects: false }
  const inApollo = {
    ...made.projects[0]?.integrations,
    webhooks: { enabled: true, groups: ['engineering'], groupTypes: [] },
  }
  return {
    ...made,
    allowedApps: ['hubspot', 'slack', 'webhooks', 'zoom'],
    integrations: { ...(made.integrations as object), webhooks },
    projects: [{ ...made.projects[0], integrations: inApollo }, made.projects[1]],
    ...more,
  }
}
const seed = (more: object = {}) =>
  tenant([account(more)], { apps: [app('slack', OAUTH), ...catalogue().slice(1), app('webhooks')] })
const ALL = estate(APPS, 'kind: App\nname: webhooks')
const named = (name: string, more = '', appName = 'slack') =>
  `kind: Connection\naccount: acme\napp: ${appName}\nname: ${name}\n${more}`
const pending = ({ pending: all }: Plan) => all.map(({ waitsFor, since, address }) => `${waitsFor} ${since} ${address}`)
const KEYS = { config: 'secretEnv: ["HOOK_*"]', variables: { HOOK_KEY: 'canary-7f3a-key' } }
const live = async (rows: Promise<{ status: string }[]>) => (await rows).filter(({ status }) => status !== 'ended')

describe('"OAuth needs its owner\'s consent and is requested": declared Connections', () => {
  const FINANCE = named('finance', `owner: ${ANA}\nexternalAccount: ana@acme.example\nusableBy: {users: [${BO}]}`)

  it('C2, U3, E11: asks the owner once, and is pending from then on', async () => {
    const { settle, plan, rows } = await world(seed())
    const text = estate(ALL, ACME(), FINANCE)
    const first = await settle(text)
    expect(changes(first)).toEqual(['create connection/acme/slack/finance'])
    expect(change(first, 'connection/acme/slack/finance')).toEqual({
      before: null,
      after: {
        ...{ app: 'slack', project: null, name: 'finance', owner: ANA, externalAccount: 'ana@acme.example' },
        usableBy: { users: [BO], groups: [] },
        status: 'requested',
      },
    })
    expect(first.changes[0]).toMatchObject({
      direction: 'neutral',
      undo: 'none',
      target: { collection: 'connections' },
    })
    expect(causesOf(first, 'connection/acme/slack/finance')).toEqual(['connection/acme/slack/finance'])
    const [row] = await rows('connections')
    expect(row).toMatchObject({
      status: 'requested',
      owner: 'usr_ana',
      name: 'finance',
      usableBy: { users: ['usr_bo'] },
    })
    const again = await plan(text)
    expect(changes(again)).toEqual([])
    expect(pending(again)).toEqual([`consent ${row?.requestedAt} connection/acme/slack/finance`])
    expect(again.pending[0]?.message).toBe(`waits for ${ANA} to give consent at slack`)
    expect(again.outcome.exitCode).toBe(0)
  })

  it('E10: one whose answer was lost was asked for all the same, and is not asked for twice', async () => {
    const { apply, faults, rows, plan } = await world(seed(), { proxied: true })
    let lost = 0
    faults((path) => path === '/v1/bulk/upsert' && lost++ === 0, 'reset-after')
    const applied = await apply(estate(ALL, ACME(), FINANCE))
    expect(applied.result?.counts).toMatchObject({ done: 1 })
    expect(applied.reasons).toEqual([])
    expect(await rows('connections')).toHaveLength(1)
    expect(changes(await plan(estate(ALL, ACME(), FINANCE)))).toEqual([])
  })

  it('a request sends a message, and the limit of messages counts it before the first write', async () => {
    const { apply, rows } = await world(seed())
    const text = estate(ALL, ACME(), FINANCE, named('sales', `owner: ${BO}`))
    const refused = await apply(text, { config: 'limits: {messages: {max: 1}}' })
    expect(refused.plan.verdicts.map(({ rule, value }) => `${rule} ${value}`)).toEqual(['limits/messages 2'])
    expect(await rows('connections')).toEqual([])
  })

  it('C3: the creator of what Writ asked for is Writ, which may rename it and change its use', async () => {
    const { settle, rows } = await world(seed())
    await settle(estate(ALL, ACME(), FINANCE))
    const plan = await settle(
      estate(ALL, ACME(), named('money', `formerly: finance\nowner: ${ANA}\nusableBy: everyone`)),
    )
    expect(changes(plan).map((each) => each.split(' ')[0])).toEqual(['rename', 'update'])
    expect(await rows('connections')).toMatchObject([{ name: 'money', usableBy: 'everyone' }])
  })

  it('`--only`: what it names and this run does not create holds it, also where no project closes its way yet', async () => {
    const { plan } = await world(seed({ projects: [], integrations: { slack: { enabled: true, projects: [] } } }))
    const project = 'kind: Project\naccount: acme\nname: hermes\nlabels: {area: eu}'
    const group = 'kind: Group\naccount: acme\nname: crew\ntype: internal'
    const over = async (more: string) => {
      const text = estate(ALL, ACME(), project, group, named('bot', `owner: ${ANA}\n${more}`))
      const shown = await plan(text, { only: ['connection/acme/slack/bot'] })
      expect(changes(shown)).toEqual([])
      return held(shown)
    }
    expect(await over('project: hermes')).toEqual(['scope connection/acme/slack/bot'])
    expect(await over('usableBy: {groups: [crew]}')).toEqual(['scope connection/acme/slack/bot'])
    const renamed = ACME('formerly: acme').replaceAll('name: acme\n', 'name: umbrella\n')
    const bot = named('bot', `owner: ${ANA}`).replace('account: acme', 'account: umbrella')
    const shown = await plan(estate(ALL, renamed, bot), { only: ['connection/umbrella/slack/bot'] })
    expect(held(shown)).toEqual(['scope connection/umbrella/slack/bot'])
  })

  it('C3: a difference that only another creator may change is held: "needs its owner"; the rest is changed', async () => {
    const bos = connection('con_bo', 'slack', BO, { name: 'finance', createdBy: BO })
    const { settle } = await world(seed({ connections: [bos] }))
    const text = estate(
      ALL,
      ACME('showIntegrations: false'),
      named('finance', `owner: ${BO}\nusableBy: {users: [${ANA}]}`),
    )
    const plan = await settle(text)
    expect(held(plan)).toEqual(['needs-owner connection/con_bo'])
    expect(changes(plan)).toEqual(['update account/acme'])
    expect(plan.outcome.exitCode).toBe(0)
  })

  it('C2: the external account is the same in any case of letters', async () => {
    const bot = connection('con_bot', 'slack', ANA, { name: 'finance', externalAccount: 'Bot@acme.example' })
    const { plan } = await world(seed({ connections: [bot] }))
    const made = await plan(estate(ALL, ACME(), named('finance', `owner: ${ANA}\nexternalAccount: bot@acme.example`)))
    expect(findings(made)).toEqual([])
  })

  it('"under one closed live, held": neither asked nor an error', async () => {
    const { plan } = await world(seed({ showIntegrations: false }))
    const shown = await plan(estate(ALL, ACME(), FINANCE))
    expect(held(shown)).toEqual(['dormant connection/acme/slack/finance'])
    expect(shown.held[0]?.message).toBe(`${ANA} may not connect slack: menu closed`)
    expect(changes(shown)).toEqual([])
  })

  it('"A declared Connection under a gate the estate closes is an error", also where only live state tells', async () => {
    const { plan } = await world(seed())
    const set = 'kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nintegrations: {slack: {enabled: false}}'
    const shown = await plan(estate(ALL, set, ACME(), FINANCE))
    expect(findings(shown)).toEqual(['error connection/declared-closed connection/acme/slack/finance'])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('T1, E9: what opens its way comes first, in the same run', async () => {
    const { settle } = await world(seed({ showIntegrations: false }))
    const plan = await settle(estate(ALL, ACME('showIntegrations: true'), FINANCE))
    expect(changes(plan)).toEqual(['update account/acme', 'create connection/acme/slack/finance'])
    expect(plan.changes[1]?.needs).toEqual([0])
  })

  it.each(['', 'close: true\n'])(
    'E13: under a Hold (%s) nobody is asked, and somebody is once it has ended',
    async (close) => {
      const { plan } = await world(seed())
      const hold = `kind: Hold\nname: breach\ncovers: {app: slack}\n${close}reason: Breach\nowner: sec@acme.example\nuntil: 2026-12-24`
      const text = estate(ALL, ACME(), FINANCE, hold)
      const shown = await plan(text)
      expect(changes(shown).filter((each) => each.startsWith('create'))).toEqual([])
      expect(held(shown)).toContain('hold connection/acme/slack/finance')
      expect(shown.findings.filter(({ severity }) => severity === 'error')).toEqual([])
      const later = await plan(text, { now: new Date('2026-12-25T10:00:00Z') })
      expect(changes(later)).toContain('create connection/acme/slack/finance')
    },
  )

  it('an owner who is invited is waited for, and one whom nobody knows is an error', async () => {
    const { plan, settle } = await world(seed())
    const dan =
      'kind: User\naccount: acme\nemail: dan@acme.example\ndepartment: HR\ndesignation: HR\nmanager: olga@acme.example'
    const text = named('finance', 'owner: dan@acme.example')
    expect(findings(await plan(estate(ALL, ACME(), text)))).toEqual([
      'error state/unknown-owner connection/acme/slack/finance',
    ])
    const asked = await settle(estate(ALL, ACME(), dan, text))
    expect(changes(asked)).toEqual(['invite user/acme/dan@acme.example'])
    expect(pending(asked)).toEqual(['invitation null connection/acme/slack/finance'])
  })

  it('without an owner nobody could be asked: held for whoever connects it by hand', async () => {
    const { plan } = await world(seed())
    expect(held(await plan(estate(ALL, ACME(), named('bot', 'holder: installation'))))).toEqual([
      'needs-owner connection/acme/slack/bot',
    ])
  })

  it('what `ensure: absent` says of one that was only asked for ends it without counting as an ended connection', async () => {
    const { settle, rows } = await world(seed())
    await settle(estate(ALL, ACME(), FINANCE))
    const plan = await settle(estate(ALL, ACME(), named('finance', 'ensure: absent')))
    expect(changes(plan).map((each) => each.split(' ')[0])).toEqual(['revoke'])
    expect(endings(plan)).toEqual([])
    expect(await live(rows('connections'))).toEqual([])
  })
})

describe('"requireServiceAccount: […] new ones blocked"', () => {
  const over = async (document: string) => {
    const { plan } = await world(seed())
    return plan(estate(ALL, ACME('connections: {requireServiceAccount: [slack, webhooks]}'), document), KEYS)
  }

  it("C6: neither with a person's own account nor with one that nobody names", async () => {
    const own = await over(named('bot', `owner: ${BO}\nexternalAccount: ${ANA}`))
    expect(held(own)).toEqual(['rule connection/acme/slack/bot'])
    expect(own.held[0]?.message).toBe(`${ANA} is a person's own account, and slack is to have a service account`)
    expect(held(await over(named('bot', `owner: ${BO}`)))).toEqual(['rule connection/acme/slack/bot'])
    expect(own.outcome.exitCode).toBe(0)
  })

  it('C6: a service account is asked for, and a key that a service holds is entered', async () => {
    const text = named('bot', `owner: ${BO}\nexternalAccount: bot@acme.example`)
    expect(changes(await over(text))).toEqual(['create connection/acme/slack/bot'])
    const key = named('hook', 'holder: service\nproject: apollo\napiKey: {env: HOOK_KEY}', 'webhooks')
    expect(changes(await over(estate(APOLLO(), key)))).toEqual(['create connection/acme/webhooks/hook'])
  })
})

describe('"apiKey: only for api-key apps: these Writ connects by itself"', () => {
  const HOOK = named('hook', 'holder: service\napiKey: {env: HOOK_KEY}', 'webhooks')

  it('C2, E11, E16: connects with the key, which stands in no plan, text, event or answer', async () => {
    const { apply, plan, events, rows, admin } = await world(seed())
    const text = estate(ALL, ACME(), HOOK)
    const planned = await plan(text, { ...KEYS, variables: {} })
    expect(change(planned, 'connection/acme/webhooks/hook').after).toEqual({
      ...{ app: 'webhooks', project: null, name: 'hook', owner: null, holder: 'service', status: 'active' },
      apiKey: { env: 'HOOK_KEY' },
    })
    const applied = await apply(text, { ...KEYS, approved: planned })
    expect(applied.reasons).toEqual([])
    expect(await rows('connections')).toMatchObject([
      { status: 'active', owner: null, holder: 'service', name: 'hook' },
    ])
    expect(changes(await plan(text, KEYS))).toEqual([])
    const everything = JSON.stringify([planned, applied.plan, applied.after, applied.result, events])
    expect(everything).not.toContain('canary-7f3a-key')
    expect(JSON.stringify(await admin.list('audit-events'))).not.toContain('canary-7f3a-key')
  })

  it('E8: a key that is not set where apply runs is told before the first write, with its line', async () => {
    const { apply, rows } = await world(seed({ showIntegrations: true }))
    const text = estate(ALL, ACME('labels: {tier: gold}'), HOOK)
    const run = apply(text, { ...KEYS, variables: {} })
    await expect(run).rejects.toThrow('not set where apply runs: HOOK_KEY (estate.yaml:')
    expect(await rows('accounts')).toMatchObject([{ labels: { tier: 'basic' } }])
  })

  it('E18: a variable that secretEnv does not list resolves nowhere', async () => {
    const codes = await complaints(estate(ALL, ACME(), HOOK), { config: 'secretEnv: ["SLACK_*"]' })
    expect(codes).toEqual(['secret/not-listed'])
  })

  it("a key for an app that takes consent is an error with its line, and a key that nobody states is the owner's", async () => {
    const { plan } = await world(seed())
    const wrong = named('bot', `owner: ${BO}\napiKey: {env: HOOK_KEY}`)
    expect(findings(await plan(estate(ALL, ACME(), wrong), KEYS))).toEqual([
      'error connection/api-key connection/acme/slack/bot',
    ])
    expect(held(await plan(estate(ALL, ACME(), named('hook', `owner: ${ANA}`, 'webhooks')), KEYS))).toEqual([
      'needs-owner connection/acme/webhooks/hook',
    ])
  })

  it('C4: usable by people and groups, also a group that the same run makes', async () => {
    const { settle, rows } = await world(seed())
    const ops = 'kind: Group\naccount: acme\nproject: apollo\nname: ops\ntype: internal'
    const use = `${HOOK}\nusableBy: {users: [${ANA}], groups: [apollo/ops, apollo/engineering]}`
    const plan = await settle(estate(ALL, ACME(), APOLLO(), ENGINEERING(), ops, use), KEYS)
    expect(changes(plan)).toEqual(['create group/acme/apollo/ops', 'create connection/acme/webhooks/hook'])
    const made = (await rows('groups')).find(({ name }) => name === 'ops')
    expect((await rows('connections'))[0]?.usableBy).toEqual({
      users: ['usr_ana'],
      groups: ['grp_engineering', made?.id].sort(),
    })
  })

  it('E10: one that lives already when an approved plan comes to it is as planned', async () => {
    const { apply, plan, admin } = await world(seed())
    const text = estate(ALL, ACME(), HOOK)
    const approved = await plan(text, KEYS)
    await admin.create('connections', {
      account: 'acc_acme',
      app: 'webhooks',
      name: 'hook',
      owner: null,
      holder: 'service',
      apiKey: 'x',
    })
    const applied = await apply(text, { ...KEYS, approved })
    expect(applied.reasons).toEqual([])
    expect(await admin.list('connections')).toHaveLength(1)
  })
})

describe('"an authorisation request is sent, once; pending until she consents": User documents', () => {
  const user = (entry: string, email = ANA) =>
    `kind: User\naccount: acme\nemail: ${email}\nintegrations: {slack: ${entry}}`
  const HERS = user('{externalAccount: ana@acme.example}')
  const AT = `user/acme/${ANA}#integrations.slack`

  it('U3, E11: asks for a personal connection, once', async () => {
    const { settle, plan, rows } = await world(seed())
    const text = estate(ALL, ACME(), HERS)
    const first = await settle(text)
    expect(changes(first)).toEqual([`create ${AT}`])
    expect(causesOf(first, AT)).toEqual([`user/acme/${ANA}#integrations.slack`])
    const [row] = await rows('connections')
    expect(row).toMatchObject({ status: 'requested', name: null, owner: 'usr_ana', holder: 'person', app: 'slack' })
    const again = await plan(text)
    expect(changes(again)).toEqual([])
    expect(pending(again)).toEqual([`consent ${row?.requestedAt} ${AT}`])
  })

  it('U4: one that is with that account is done, whatever the case of letters', async () => {
    const hers = connection('con_ana', 'slack', ANA, { externalAccount: 'Ana@acme.example' })
    const { plan } = await world(seed({ connections: [hers] }))
    const shown = await plan(estate(ALL, ACME('connections: {undeclared: revoke}'), HERS))
    expect([changes(shown), findings(shown), pending(shown)]).toEqual([[], [], []])
  })

  it('E11: one that was asked for elsewhere, with whichever account, is waited for and not asked for again', async () => {
    const asked = connection('con_ana', 'slack', ANA, { status: 'requested', requestedAt: '2026-11-20T08:00:00.000Z' })
    const { plan } = await world(seed({ connections: [asked] }))
    const shown = await plan(estate(ALL, ACME(), HERS))
    expect([changes(shown), findings(shown), pending(shown)]).toEqual([
      [],
      [],
      [`consent 2026-11-20T08:00:00.000Z ${AT}`],
    ])
  })

  it('U4: the wrong account is told and mended by the person: nothing is asked', async () => {
    const hers = connection('con_ana', 'slack', ANA, { externalAccount: 'ana@gmail.example' })
    const { plan } = await world(seed({ connections: [hers] }))
    const shown = await plan(estate(ALL, ACME('connections: {undeclared: revoke}'), HERS))
    expect(changes(shown)).toEqual([])
    expect(findings(shown)).toEqual([`warning connection/other-account ${AT}`])
  })

  it('U4, E11: where a rule ends the wrong account, the right one is asked for in the same run, after it', async () => {
    const hers = connection('con_ana', 'slack', ANA, { externalAccount: 'ana@gmail.example' })
    const { settle, plan } = await world(seed({ connections: [hers] }))
    const text = estate(ALL, ACME('connections: {externalDomains: [acme.example]}'), HERS)
    const done = await settle(text)
    expect(changes(done)).toEqual(['revoke connection/con_ana', `create ${AT}`])
    expect(done.changes[1]?.needs).toEqual([0])
    expect(changes(await plan(text))).toEqual([])
  })

  it('a gate that is closed to the person, or a date, asks for nothing', async () => {
    const { plan } = await world(seed())
    const shown = await plan(
      estate(
        ALL,
        ACME(),
        user('{externalAccount: cy@acme.example}', CY),
        APOLLO('integrations: {slack: {enabled: true, groups: []}}'),
      ),
    )
    expect(changes(shown).filter((each) => each.startsWith('create user'))).toEqual([
      `create user/acme/${CY}#integrations.slack`,
    ])
    const dated = user('{externalAccount: ana@acme.example, from: 2027-01-01}')
    expect(changes(await plan(estate(ALL, ACME(), dated)))).toEqual([`update ${AT}`])
    const { plan: closed } = await world(seed({ showIntegrations: false }))
    expect(held(await closed(estate(ALL, ACME(), HERS)))).toEqual([`dormant ${AT}`])
  })
})

describe('U6: a connection that needs its owner again', () => {
  const tired = connection('con_ana', 'slack', ANA, {
    ...{ status: 'needs-reauth', externalAccount: 'ana@acme.example', requestedAt: '2026-11-19T10:00:00.000Z' },
  })

  it('U6: of an undeclared one the admin is told', async () => {
    const { plan } = await world(seed({ connections: [tired] }))
    const shown = await plan(estate(ALL, ACME()))
    expect(findings(shown)).toEqual(['info connection/needs-reauth connection/con_ana'])
    expect(shown.outcome.exitCode).toBe(0)
  })

  it('U6: a wanted one is pending, since it was asked for', async () => {
    const { plan } = await world(seed({ connections: [tired] }))
    const user = `kind: User\naccount: acme\nemail: ${ANA}\nintegrations: {slack: {externalAccount: ana@acme.example}}`
    const shown = await plan(estate(ALL, ACME(), user))
    expect(pending(shown)).toEqual([`consent 2026-11-19T10:00:00.000Z user/acme/${ANA}#integrations.slack`])
    expect(shown.pending[0]?.message).toBe(`waits for ${ANA} to give consent again at slack`)
  })
})
