import { describe, expect, it } from 'vitest'
import { explain } from '../../src/engine.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import {
  causesOf,
  change,
  changes,
  type EstateWorld,
  endings,
  findings,
  held,
  load,
  NOW,
  world,
} from '../support/world.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  apollo,
  BO,
  CY,
  catalogue,
  connection,
  ENGINEERING,
  estate,
  tenant,
} from './seeds.js'

const hold = (covers: string, close: boolean, until = '2026-12-24') =>
  `kind: Hold\nname: breach\ncovers: {${covers}}\n${close ? 'close: true\n' : ''}reason: Vendor breach\nowner: security@acme.example\nuntil: ${until}`

const ON = ACME('integrations: {slack: {enabled: true, projects: all}}')
const IN_APOLLO = APOLLO('integrations: {slack: {enabled: true, groups: [engineering]}}')
const STATED = [APPS, ON, IN_APOLLO, ENGINEERING('type: internal')]
const SLACK = 'account/acme#integrations.slack'
const IN = (project: string) => `project/acme/${project}#integrations.slack`

const connected = () =>
  tenant([
    acme({
      connections: [
        connection('con_ana', 'slack', ANA, { project: 'apollo' }),
        connection('con_bo', 'slack', BO),
        connection('con_cy', 'slack', CY, { project: 'zeus' }),
      ],
    }),
  ])

/** Applies, and holds that the same plan again has nothing to do: what is held is exit 0 and is not asked twice. */
async function settled({ apply, plan }: EstateWorld, text: string) {
  const applied = await apply(text)
  expect(applied.reasons).toEqual([])
  const again = await plan(text)
  expect(changes(again)).toEqual([])
  expect(again.outcome.exitCode).toBe(0)
  return { first: applied.plan, again }
}

describe('E13: "`close: true`: what is open under it is closed", at the widest setting that lies wholly under it', () => {
  it('an app: the account entry closes, the platform ends the connections, and the line of the hold is the cause', async () => {
    const live = await world(connected())
    const { first, again } = await settled(live, estate(...STATED, hold('app: slack', true)))
    expect(changes(first)).toEqual([`update ${SLACK}`])
    expect(causesOf(first, SLACK)).toEqual(['hold/breach'])
    expect(endings(first)).toEqual(['ended con_ana', 'ended con_bo', 'ended con_cy'])
    expect(first.impact.losing.map(({ user }) => user)).toEqual([ANA, BO, CY])
    expect(held(again)).toEqual([`hold ${SLACK}`, `hold ${IN('apollo')}`])
  })

  it('a project: only there, and account-wide connections that are permitted elsewhere stay', async () => {
    const live = await world(connected())
    const { first } = await settled(live, estate(...STATED, hold('account: acme, project: apollo, app: slack', true)))
    expect(changes(first)).toEqual([`update ${IN('apollo')}`, 'revoke connection/con_bo'])
    expect(endings(first)).toEqual(['ended con_ana', 'revoked con_bo'])
  })

  it('a project that no document declares is closed too', async () => {
    const live = await world(connected())
    const { first } = await settled(live, estate(APPS, ACME(), hold('account: acme, project: zeus', true)))
    expect(changes(first)).toEqual([`update ${IN('zeus')}`])
    expect(endings(first)).toEqual(['ended con_cy'])
  })

  it('a group: it is off for the group, by its path or beside its project', async () => {
    const setting = 'group/acme/apollo/engineering#integrations.slack'
    for (const covers of ['project: apollo, group: engineering', 'group: apollo/engineering']) {
      const live = await world(connected())
      const { first } = await settled(live, estate(...STATED, hold(`account: acme, app: slack, ${covers}`, true)))
      expect(changes(first)).toEqual([`update ${setting}`, 'revoke connection/con_ana', 'revoke connection/con_bo'])
      expect(change(first, setting).after).toEqual({ setting: 'off' })
    }
  })

  it("a person: blocked, and the connections of that person end, nobody else's", async () => {
    const live = await world(connected())
    const { first, again } = await settled(live, estate(...STATED, hold(`app: slack, user: ${ANA}`, true)))
    expect(changes(first)).toEqual([`update user/acme/${ANA}#integrations.slack`, 'revoke connection/con_ana'])
    expect(causesOf(first, 'connection/con_ana')).toEqual(['hold/breach'])
    expect(findings(again)).toEqual([`info hold/stays-closed user/acme/${ANA}#integrations.slack`])
  })

  it('a person in one project has no setting of its own: the connections end, and the open door is told', async () => {
    const live = await world(connected())
    const { first } = await settled(live, estate(...STATED, hold(`account: acme, project: apollo, user: ${ANA}`, true)))
    expect(changes(first)).toEqual(['revoke connection/con_ana'])
    expect(findings(first)).toEqual(['warning hold/no-door hold/breach'])
  })

  it('E11: what the template of a new project opens there is closed in the same plan', async () => {
    const templates = [{ name: 'delivery', integrations: { slack: { enabled: true, groupTypes: ['internal'] } } }]
    const { settle, rows } = await world(tenant([acme({ templates })]))
    const template = 'kind: ProjectTemplate\naccount: acme\nname: delivery'
    const project = 'kind: Project\naccount: acme\nname: hermes\ntemplate: delivery'
    await settle(estate(APPS, ON, template, project, hold('account: acme, project: hermes, app: slack', true)))
    const hermes = (await rows('projects')).find(({ name }) => name === 'hermes')?.id
    const setting = (await rows('project-integrations')).find((row) => row.project === hermes && row.app === 'slack')
    expect(setting?.enabled).toBe(false)
  })

  it.each([
    ['a person', 'user: Ana@acme.example', 'Ana@acme.example', ' Did you mean ana@acme.example?'],
    ['a project', 'account: acme, project: apolo', 'apolo', ' Did you mean apollo?'],
    ['a group', 'account: acme, group: apollo/nobody', 'nobody', ''],
  ])('%s whom nothing is called covers nothing, and that is told', async (_, covers, name, near) => {
    const { plan } = await world(connected())
    const made = await plan(estate(...STATED, hold(covers, true)))
    const unknown = made.findings.filter(({ code }) => code === 'hold/unknown')
    const message = `it covers ${name}, and nothing and nobody is called so: it closes nothing.${near}`
    expect(unknown.map((each) => [each.severity, each.address, each.message])).toEqual([
      ['warning', 'hold/breach', message],
    ])
  })

  it('a declared Connection is ended as well, which is no contradiction of the estate, and is not asked for again', async () => {
    const live = await world(
      tenant([acme({ connections: [connection('con_x', 'slack', ANA, { name: 'shared', project: 'apollo' })] })]),
    )
    const shared = 'kind: Connection\naccount: acme\napp: slack\nname: shared\nproject: apollo\nowner: ana@acme.example'
    const text = estate(...STATED, shared, hold('app: slack', true))
    const { first, again } = await settled(live, text)
    expect(endings(first)).toEqual(['ended con_x'])
    expect(held(again)).toContain('hold connection/acme/slack/shared')
  })

  it('other apps and accounts that it does not cover are left alone', async () => {
    const live = await world(connected())
    const { first } = await settled(live, estate(...STATED, hold('app: hubspot', true)))
    expect(changes(first)).toEqual([])
  })
})

describe('"without it nothing under it is opened or connected"', () => {
  const off = () => {
    const account = acme()
    return tenant([
      {
        ...account,
        integrations: { ...account.integrations, slack: { enabled: false, projects: [], newProjects: false } },
      },
    ])
  }

  it('what would open is held, reason hold, with the line of the hold, and what stands below waits for the same', async () => {
    const { plan } = await world(off())
    const made = await plan(estate(...STATED, hold('app: slack', false)))
    expect(changes(made)).toEqual([])
    expect(held(made)).toEqual([`hold ${SLACK}`, `hold ${IN('apollo')}`])
    expect(made.outcome.exitCode).toBe(0)
    expect(made.held[0]?.message).toBe('the hold breach until 2026-12-24 covers what it opens')
  })

  it('"live connections stay permitted", and what is open stays open', async () => {
    const { plan } = await world(connected())
    const made = await plan(estate(...STATED, hold('app: slack', false)))
    expect([...changes(made), ...held(made)]).toEqual([])
  })

  it('closing goes on under it', async () => {
    const { plan } = await world(connected())
    const made = await plan(estate(APPS, ACME('integrations: {slack: {enabled: false}}'), hold('app: slack', false)))
    expect(changes(made)).toEqual([`update ${SLACK}`])
  })

  it('of a change that opens and closes, the closing part goes on and the rest waits', async () => {
    const live = await world(connected())
    const other = APOLLO('integrations: {slack: {enabled: true, groups: [], groupTypes: [partners]}}')
    const { first, again } = await settled(live, estate(APPS, ACME(), other, hold('app: slack', false)))
    expect(change(first, IN('apollo'))).toEqual({ before: { groups: ['engineering'] }, after: { groups: [] } })
    expect(endings(first)).toEqual(['revoked con_ana', 'revoked con_bo'])
    expect(held(again)).toEqual([`hold ${IN('apollo')}`])
  })

  it('nobody joins a group that would let them use what is covered', async () => {
    const { plan } = await world(connected())
    const joining = ENGINEERING(`members: [${ANA}, ${BO}, ${CY}]`)
    const covered = await plan(
      estate(APPS, ACME(), APOLLO(), joining, hold(`account: acme, user: ${CY}, project: apollo`, false)),
    )
    const other = await plan(estate(APPS, ACME(), APOLLO(), joining, hold(`account: acme, user: ${BO}`, false)))
    expect(held(covered)).toEqual(['hold group/acme/apollo/engineering'])
    expect(changes(other)).toEqual(['update group/acme/apollo/engineering'])
  })

  it('an app is not activated, and a new one not installed', async () => {
    const apps = catalogue().map((each) => (each.name === 'slack' ? { ...each, status: 'inactive' } : each))
    const { plan } = await world(tenant([acme()], { apps }))
    const text = 'kind: App\nname: slack\nstate: active'
    const made = await plan(estate(text, hold('app: slack', false)))
    expect(held(made)).toEqual(['hold app/slack'])
  })
})

describe('when the hold ends "the plan restores what the estate says"', () => {
  it.each([
    ['its date has passed', estate(...STATED, hold('app: slack', true)), { now: new Date('2026-12-25T00:00:00Z') }],
    ['its document is deleted', estate(...STATED), {}],
  ])('%s', async (_, after, asking) => {
    const live = await world(connected())
    await settled(live, estate(...STATED, hold('app: slack', true)))
    const plan = await live.plan(after, asking)
    expect(changes(plan)).toEqual([`update ${SLACK}`, `update ${IN('apollo')}`])
    expect(change(plan, SLACK).after).toMatchObject({ enabled: true, projects: ['apollo', 'zeus'] })
    expect(held(plan)).toEqual([])
  })

  it('an entry that does not say for which projects stops nothing while the hold lasts, and that is told', async () => {
    const live = await world(connected())
    const silent = estate(APPS, ACME('integrations: {slack: {enabled: true}}'), hold('app: slack', true))
    const { again } = await settled(live, silent)
    expect(findings(again)).toEqual([`info hold/stays-closed ${SLACK}`])
  })
})

describe('an app that is activated opens wherever it is switched on, so a Hold without `close` keeps it as it is', () => {
  const inactive = () =>
    tenant([acme()], {
      apps: catalogue().map((each) => (each.name === 'slack' ? { ...each, status: 'inactive' } : each)),
    })
  const ACTIVE = 'kind: App\nname: slack\nstate: active'
  const others = APPS.replace('kind: App\nname: slack\n---\n', '')

  it.each(['account: acme, app: slack', 'account: acme', 'app: slack', 'user: ana@acme.example'])(
    'under %s (E13)',
    async (covers) => {
      const { settle } = await world(inactive())
      const planned = await settle(estate(ACTIVE, others, ACME(), hold(covers, false)))
      expect(held(planned)).toEqual(['hold app/slack'])
    },
  )

  it('a Hold that closes shuts its own place, and the app is activated for the others', async () => {
    const { settle, rows } = await world(inactive())
    await settle(estate(ACTIVE, others, ACME(), hold('account: acme, app: slack', true)))
    expect((await rows('apps')).find(({ name }) => name === 'slack')?.status).toBe('active')
    const [slack] = (await rows('account-integrations')).filter(({ app }) => app === 'slack')
    expect(slack?.enabled).toBe(false)
  })
})

describe('"`writ explain` shows each gate: open, closed or n/a, with the line that set it"', () => {
  it.each([
    [true, 'closed', 'hold breach until 2026-12-24'],
    [false, 'open', 'hold breach until 2026-12-24, what lives goes on'],
  ])('close: %s', async (close, state, why) => {
    const { sandbox } = await world(connected())
    const text = estate(...STATED, hold('app: slack', close))
    const line = text.split('\n').indexOf('kind: Hold') + 1
    const { estate: loaded } = await load(text)
    if (loaded === null) throw new Error('invalid')
    const port = createHttpReader({ url: sandbox.url, token: sandbox.admin.token })
    const options = { tool: 'writ', environment: null, now: NOW, only: [], countChanges: false }
    const asked = { app: 'slack', account: 'acme', project: 'apollo', user: ANA }
    const { seen } = await explain(loaded, port, asked, options)
    await port.close()
    const gate = seen.gates.find((each) => each.gate === 'hold')
    expect(gate).toMatchObject({ state, why, at: [{ file: 'estate.yaml', line }] })
    // A platform knows of no holds; and while one lasts, nothing else is worth mending.
    expect(gate).not.toHaveProperty('live')
    expect(seen.remedies).toEqual(
      close ? [`To open hold: wait until the hold ends, or delete it in estate.yaml:${line}.`] : [],
    )
    expect(seen.mayUse).toBe(!close)
  })
})

describe('"nothing under it is opened": ways in that no setting of the account opens', () => {
  it('L1: the last project stays, for an account without any is open to everybody in it', async () => {
    const alone = acme({ integrations: { slack: { enabled: true, projects: ['apollo'] } }, projects: [apollo()] })
    const { plan } = await world(tenant([alone]))
    const config = 'limits: {removedObjects: {percent: 100}}'
    const under = async (covers: string) =>
      held(await plan(estate(APPS, ACME(), APOLLO('ensure: absent'), hold(covers, false)), { config }))
    expect(await under('app: slack')).toEqual(['hold project/acme/apollo'])
    expect(await under('app: zoom')).toEqual([])
  })
})
