import { describe, expect, it } from 'vitest'
import { changes, complaints, endings, findings, held, world } from '../support/world.js'
import {
  ACME,
  ANA,
  APOLLO,
  APPS,
  acme,
  apollo,
  BO,
  CY,
  connection,
  ENGINEERING,
  engineering,
  estate,
  plain,
  tenant,
  ZEUS,
  zeus,
} from './seeds.js'

const OTHER = 'kind: Account\nname: other\nshowIntegrations: false'
/** Beside acme an account in which something is always to do: the others go on. */
const two = (more: Record<string, unknown> = {}) => tenant([acme(more), plain('other')])
const names = async (rows: Promise<{ id: string; name: string }[]>) =>
  Object.fromEntries((await rows).map(({ id, name }) => [id, name]))

describe('E2: "**Absent** = no opinion: Writ does not change it. **`[]`** = none. **`ensure: absent`** on a document = remove it"', () => {
  it('a field that is absent stays as it lives', async () => {
    const { settle, rows } = await world(two())
    const plan = await settle(
      estate(
        APPS,
        ACME('labels: {region: eu}'),
        APOLLO('integrations: {slack: {enabled: true}}'),
        ENGINEERING('type: external'),
      ),
    )
    expect(changes(plan)).toEqual(['update group/acme/apollo/engineering', 'update account/acme'])
    expect((await rows('accounts'))[0]).toMatchObject({
      labels: { tier: 'basic', region: 'eu' },
      allowedApps: ['hubspot', 'slack', 'zoom'],
      showIntegrations: true,
    })
    expect((await rows('groups')).find(({ id }) => id === 'grp_engineering')?.members).toHaveLength(2)
  })

  it('an empty list is none', async () => {
    const { settle, rows } = await world(two())
    await settle(
      estate(
        APPS,
        ACME('allowedApps: {apps: []}'),
        APOLLO('integrations: {slack: {enabled: true, groups: [], groupTypes: []}}'),
        ENGINEERING('members: []'),
      ),
    )
    expect((await rows('accounts'))[0]?.allowedApps).toEqual([])
    const row = (await rows('project-integrations')).find(({ project }) => project === 'prj_apollo')
    expect([row?.groups, row?.groupTypes]).toEqual([[], []])
    expect((await rows('groups')).find(({ id }) => id === 'grp_engineering')?.members).toEqual([])
  })

  it('"`null` and an empty `integrations: {}` are errors that name the two things that could be meant"', async () => {
    expect(await complaints(estate(APPS, ACME('integrations: {}')))).toEqual(['schema/empty'])
    expect(await complaints(estate(APPS, ACME('allowedApps: null')))).toContain('yaml/null')
  })

  it('"(then only its identity may stand beside it)"', async () => {
    expect(await complaints(estate(APPS, ACME(), APOLLO('ensure: absent\nstate: active')))).toEqual([
      'absent/more-than-identity',
    ])
  })

  it('what is absent already needs nothing', async () => {
    const { plan } = await world(two())
    const gone = [
      'kind: Project\naccount: acme\nname: gone\nensure: absent',
      'kind: Connection\naccount: acme\napp: slack\nname: gone\nensure: absent',
    ]
    expect(changes(await plan(estate(APPS, ACME(), ...gone)))).toEqual([])
  })

  it('"Maps speak key by key, lists as a whole."', async () => {
    const app = 'kind: App\nname: slack\nsettings: {channel: general}\nuses: [notifications]'
    const apps = [{ ...tenant().apps[0], settings: { clientId: 'abc', channel: 'random' }, uses: ['smtp', 'imap'] }]
    const { settle, rows } = await world({ ...tenant([plain('acme', { allowedApps: [] })]), apps })
    await settle(estate(app))
    expect((await rows('apps'))[0]).toMatchObject({
      settings: { clientId: 'abc', channel: 'general' },
      uses: ['notifications'],
    })
  })
})

describe('"A document with its identity alone asserts that the thing exists: missing live is an error at plan, not a creation."', () => {
  it.each([
    ['a project', 'kind: Project\naccount: acme\nname: hermes', 'project/acme/hermes'],
    [
      'a group',
      estate(APOLLO(), 'kind: Group\naccount: acme\nproject: apollo\nname: guests'),
      'group/acme/apollo/guests',
    ],
    ['a template', 'kind: ProjectTemplate\naccount: acme\nname: delivery', 'template/acme/delivery'],
    ['a teammate', 'kind: User\naccount: acme\nemail: new@acme.example', 'user/acme/new@acme.example'],
  ])('%s: its account stops, the others go on, exit 1', async (_, documents, address) => {
    const { plan } = await world(two())
    const shown = await plan(estate(APPS, ACME('showIntegrations: false'), documents, OTHER))
    expect(findings(shown)).toEqual([`error state/missing ${address}`])
    expect(changes(shown)).toEqual(['update account/other'])
    expect(shown.outcome).toEqual({ exitCode: 1, reasons: ['account-stopped'] })
  })

  it('an account', async () => {
    const { plan } = await world(two())
    const shown = await plan(estate(APPS, 'kind: Account\nname: ghost', OTHER))
    expect(findings(shown)).toEqual(['error state/missing account/ghost'])
    expect(changes(shown)).toEqual(['update account/other'])
  })

  it('an app: the registry concerns everybody, so nothing is planned at all', async () => {
    const { plan } = await world(two())
    const shown = await plan(estate(APPS, 'kind: App\nname: ghost', 'kind: App\nname: jira\nauth: api-key', OTHER))
    expect(findings(shown)).toEqual(['error state/missing app/ghost'])
    expect(changes(shown)).toEqual([])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('with more to say it is created', async () => {
    const { settle, rows } = await world(two())
    const created = [
      'kind: Account\nname: fresh\nshowIntegrations: true\nallowedApps: {apps: [slack]}\nintegrations: {slack: {enabled: true, projects: all}}',
      'kind: Project\naccount: fresh\nname: hermes\nstate: active\nintegrations: {slack: {enabled: true, groups: [crew]}}',
      'kind: Group\naccount: fresh\nproject: hermes\nname: crew\ntype: internal',
    ]
    const plan = await settle(estate(APPS, ...created))
    expect(changes(plan).slice(0, 2)).toEqual(['create account/fresh', 'create project/fresh/hermes'])
    expect(Object.values(await names(rows('groups')))).toContain('crew')
  })
})

describe('"Every kind takes `id` (the platform\'s; then matched by id alone, and another name is a rename)"', () => {
  it.each([
    ['an account', 'kind: Account\nid: acc_acme\nname: acme-corp', 'rename account/acme-corp'],
    [
      'a project',
      estate(ACME(), 'kind: Project\naccount: acme\nid: prj_apollo\nname: artemis'),
      'rename project/acme/artemis',
    ],
    [
      'a group',
      estate(ACME(), APOLLO(), 'kind: Group\naccount: acme\nproject: apollo\nid: grp_engineering\nname: makers'),
      'rename group/acme/apollo/makers',
    ],
  ])('%s', async (_, documents, expected) => {
    const { settle } = await world(two())
    expect(changes(await settle(estate(APPS, documents)))).toEqual([expected])
  })

  it('an id that does not live is an error, whatever has the name', async () => {
    const { plan } = await world(two())
    const shown = await plan(
      estate(APPS, ACME(), 'kind: Project\naccount: acme\nid: prj_gone\nname: apollo\nstate: active'),
    )
    expect(findings(shown)).toEqual(['error state/missing project/acme/apollo'])
    expect(changes(shown)).toEqual([])
  })

  it('a name that another has is an error', async () => {
    const { plan } = await world(two())
    const shown = await plan(estate(APPS, ACME(), 'kind: Project\naccount: acme\nid: prj_apollo\nname: zeus'))
    expect(findings(shown)).toEqual(['error rename/taken project/acme/zeus'])
  })

  it('a teammate by id has the e-mail address of that id; a connection by id is renamed by its creator', async () => {
    const named = connection('con_sheets', 'slack', BO, { name: 'sheets' })
    const { plan } = await world(two({ connections: [named] }))
    const user = 'kind: User\naccount: acme\nid: usr_ana\nemail: someone@acme.example\nrole: member'
    expect(findings(await plan(estate(APPS, ACME(), user)))).toEqual([
      'error rename/not-possible user/acme/someone@acme.example',
    ])
    const renamed = 'kind: Connection\naccount: acme\napp: slack\nid: con_sheets\nname: tables'
    const shown = await plan(estate(APPS, ACME(), renamed))
    expect(held(shown)).toEqual(['needs-owner connection/con_sheets'])
    expect(shown.held[0]?.after).toEqual({ name: 'tables' })
  })

  it('an app keeps its name', async () => {
    const apps = [{ ...tenant().apps[0], id: 'app_slack' }]
    const { plan } = await world({ ...tenant([plain('acme')]), apps })
    expect(findings(await plan(estate('kind: App\nid: app_slack\nname: slick')))).toEqual([
      'error rename/not-possible app/slick',
    ])
  })
})

describe('"Renames: only the old one live: rename; only the new: nothing, and a hint to drop `formerly`; both: error; neither: create."', () => {
  const artemis = 'kind: Project\naccount: acme\nname: artemis\nformerly: apollo\nstate: active'

  it('only the old one: every reference follows, and no connection ends (E12)', async () => {
    const { settle, rows } = await world(
      two({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' })] }),
    )
    const entry = ACME('integrations: {slack: {enabled: true, projects: [artemis, zeus], newProjects: true}}')
    const plan = await settle(estate(APPS, entry, artemis, ZEUS()))
    expect(changes(plan)).toEqual(['rename project/acme/artemis'])
    expect(endings(plan)).toEqual([])
    expect(await names(rows('projects'))).toMatchObject({ prj_apollo: 'artemis' })
  })

  it('only the new one', async () => {
    const { plan } = await world(two({ projects: [apollo({ name: 'artemis' }), zeus()], integrations: {} }))
    const shown = await plan(estate(APPS, ACME(), artemis))
    expect(changes(shown)).toEqual([])
    expect(findings(shown)).toEqual(['info rename/done project/acme/artemis'])
    expect(shown.outcome.exitCode).toBe(0)
  })

  it('both', async () => {
    const { plan } = await world(two({ projects: [apollo(), zeus(), { name: 'artemis' }] }))
    const shown = await plan(estate(APPS, ACME('showIntegrations: false'), artemis, OTHER))
    expect(findings(shown)).toEqual(['error rename/both-live project/acme/artemis'])
    expect(changes(shown)).toEqual(['update account/other'])
  })

  it('neither', async () => {
    const { plan } = await world(two({ projects: [zeus()], integrations: {} }))
    expect(changes(await plan(estate(APPS, ACME(), artemis)))).toEqual(['create project/acme/artemis'])
  })

  it('accounts, groups and templates too', async () => {
    const { settle } = await world(two({ templates: [{ name: 'delivery', integrations: {} }] }))
    const renamed = [
      'kind: Account\nname: acme-corp\nformerly: acme',
      'kind: ProjectTemplate\naccount: acme-corp\nname: client-delivery\nformerly: delivery',
      'kind: Project\naccount: acme-corp\nname: apollo',
      'kind: Group\naccount: acme-corp\nproject: apollo\nname: makers\nformerly: engineering',
    ]
    expect(changes(await settle(estate(APPS, ...renamed)))).toEqual([
      'rename account/acme-corp',
      'rename template/acme-corp/client-delivery',
      'rename group/acme-corp/apollo/makers',
    ])
  })

  it('both accounts live: neither is touched, also not by a set that matches the old one', async () => {
    const { plan } = await world(tenant([acme(), plain('acme-corp'), plain('other')]))
    const set = 'kind: AccountSet\nname: all\nmatch: all\nshowIntegrations: false'
    const shown = await plan(estate(APPS, 'kind: Account\nname: acme-corp\nformerly: acme', set))
    expect(findings(shown)).toEqual(['error rename/both-live account/acme-corp'])
    expect(changes(shown)).toEqual(['update account/other'])
  })

  it('"No chains or swaps; not for App and User."', async () => {
    const swap = [
      'kind: Project\naccount: acme\nname: apollo\nformerly: zeus',
      'kind: Project\naccount: acme\nname: zeus\nformerly: apollo',
    ]
    expect(await complaints(estate(APPS, ACME(), ...swap))).toEqual(['conflict/rename', 'conflict/rename'])
    expect(await complaints('kind: App\nname: slack\nformerly: slick\n')).toEqual(['schema/unknown-field'])
    expect(
      await complaints(estate(APPS, ACME(), `kind: User\naccount: acme\nemail: ${ANA}\nformerly: a@acme.example`)),
    ).toEqual(['schema/unknown-field'])
  })

  it('"Renames come before creations.": the old name is free for a new thing in the same plan', async () => {
    const { settle } = await world(two())
    const fresh = 'kind: Group\naccount: acme\nproject: artemis\nname: guests\ntype: partner'
    expect(changes(await settle(estate(APPS, ACME(), artemis, fresh)))).toEqual([
      'rename project/acme/artemis',
      'create group/acme/artemis/guests',
    ])
  })
})

describe('"Removal: Writ revokes first, then removes; the platform answers 409 while connections live."', () => {
  const standing = [
    connection('con_ana', 'slack', ANA, { project: 'apollo' }),
    connection('con_zoom', 'zoom', ANA, { project: 'apollo' }),
  ]

  it('a project with what stands in it, of whichever app', async () => {
    const { settle, rows } = await world(two({ connections: standing }))
    const plan = await settle(estate('kind: App\nname: slack', ACME(), APOLLO('ensure: absent')))
    expect(changes(plan)).toEqual([
      'revoke connection/con_ana',
      'revoke connection/con_zoom',
      'remove project/acme/apollo',
    ])
    expect(await names(rows('projects'))).toEqual({ prj_zeus: 'zeus' })
  })

  it('"Undeclared children of what goes count in the limits."', async () => {
    const groups = Array.from({ length: 6 }, (_, at) => engineering({ id: `grp_${at}`, name: `team-${at}` }))
    const { plan } = await world(two({ projects: [apollo({ groups, integrations: {} }), zeus()] }))
    const shown = await plan(estate(APPS, ACME(), APOLLO('ensure: absent')))
    expect(shown.effects.filter(({ operation }) => operation === 'remove')).toHaveLength(6)
    expect(shown.verdicts.map(({ rule, value }) => [rule, value])).toEqual([['limits/removedObjects', 7]])
    expect(shown.outcome.exitCode).toBe(3)
  })

  it('what is protected holds the removal too', async () => {
    const { apply, rows } = await world(two({ connections: standing }))
    const { reasons, plan } = await apply(estate(APPS, ACME(), APOLLO('ensure: absent')), {
      config: 'protect: {connections: [con_ana]}',
    })
    expect(held(plan)).toContain('protected connection/con_ana')
    expect(changes(plan)).not.toContain('remove project/acme/apollo')
    expect(reasons).toEqual(['protected'])
    expect(await names(rows('projects'))).toHaveProperty('prj_apollo')
  })

  it.each(['Package', 'AccountSet'])('"%s […] cannot be `absent`: delete the document."', async (kind) => {
    const match = kind === 'AccountSet' ? '\nmatch: all' : ''
    expect(await complaints(estate(APPS, `kind: ${kind}\nname: x${match}\nensure: absent`))).toContain('absent/never')
  })
})

describe('"A group member who is only invited is pending; one who neither exists nor is declared is such an error."', () => {
  const group = (...members: string[]) => ENGINEERING(`members: [${members.join(', ')}]`)
  const invitations = [
    { email: 'new@acme.example', department: 'HR', designation: 'Clerk', manager: 'olga@acme.example' },
  ]
  const NEW =
    'kind: User\naccount: acme\nemail: new@acme.example\nrole: member\ndepartment: HR\ndesignation: Clerk\nmanager: olga@acme.example'

  it('invited already', async () => {
    const { settle } = await world(two({ invitations }))
    const plan = await settle(estate(APPS, ACME(), APOLLO(), group(ANA, BO, 'new@acme.example')))
    expect(changes(plan)).toEqual([])
    expect(plan.pending.map(({ address, waitsFor }) => [address, waitsFor])).toEqual([
      ['group/acme/apollo/engineering', 'invitation'],
    ])
    expect(plan.outcome.exitCode).toBe(0)
  })

  it('declared, and invited by this very plan; not asked for twice (U5)', async () => {
    const { settle, rows } = await world(two())
    const text = estate(APPS, ACME(), APOLLO(), group(ANA, BO, CY, 'new@acme.example'), NEW)
    expect(changes(await settle(text))).toEqual([
      'update group/acme/apollo/engineering',
      'invite user/acme/new@acme.example',
    ])
    expect(await rows('invitations')).toHaveLength(1)
    expect(changes(await settle(text))).toEqual([])
  })

  it('nobody', async () => {
    const { plan } = await world(two())
    const shown = await plan(estate(APPS, ACME(), APOLLO(), group(ANA, 'stranger@acme.example'), OTHER))
    expect(findings(shown)).toEqual(['error state/unknown-member group/acme/apollo/engineering'])
    expect(changes(shown)).toEqual(['update account/other'])
    expect(shown.outcome.exitCode).toBe(1)
  })

  it('who accepted and was removed since is nobody either', async () => {
    const { plan } = await world(two({ invitations: [{ ...invitations[0], status: 'accepted' }] }))
    const shown = await plan(estate(APPS, ACME(), APOLLO(), group(ANA, 'new@acme.example')))
    expect(findings(shown)).toEqual(['error state/unknown-member group/acme/apollo/engineering'])
  })

  it('U5: an invitation that expired or bounced is reported, and not repeated', async () => {
    const { plan } = await world(two({ invitations: [{ ...invitations[0], status: 'bounced' }] }))
    const shown = await plan(estate(APPS, ACME(), NEW))
    expect(changes(shown)).toEqual([])
    expect(findings(shown)).toEqual(['warning invitation/bounced user/acme/new@acme.example'])
  })
})

describe('"An `expect` that does not hold refuses the run, exit 3."', () => {
  const set = (expectation: string) =>
    `kind: AccountSet\nname: basic\nmatch: {labels: {tier: basic}}\nexpect: ${expectation}\nshowIntegrations: false`
  it.each([
    ['{min: 3}', 3],
    ['{max: 1}', 3],
    ['{min: 2, max: 2}', 0],
  ])('%s of two: %s', async (expectation, exitCode) => {
    const { apply, rows } = await world(two())
    const { plan, result } = await apply(estate(APPS, set(expectation)))
    expect(plan.outcome.exitCode).toBe(exitCode)
    expect(plan.verdicts.map(({ rule, subject }) => [rule, subject])).toEqual(
      exitCode === 0 ? [] : [['expect', 'accountset/basic']],
    )
    expect(result === null).toBe(exitCode === 3)
    expect((await rows('accounts')).every(({ showIntegrations }) => showIntegrations)).toBe(exitCode === 3)
  })

  it('an account that stops still counts as matched', async () => {
    const { plan } = await world(two())
    const stopped = estate(APPS, set('{min: 2}'), ACME(), 'kind: Project\naccount: acme\nname: ghost')
    expect((await plan(stopped)).outcome).toEqual({ exitCode: 1, reasons: ['account-stopped'] })
  })
})

describe('"Undeclared accounts, projects, groups and users are never touched, except as projects that their account\'s selection leaves out and as connections of governed apps in a governed account."', () => {
  it('an estate of one account and one app leaves the rest byte for byte', async () => {
    const { settle, rows } = await world(
      two({ connections: [connection('con_zoom', 'zoom', CY, { project: 'zeus' })] }),
    )
    const others = async () => [
      await rows('projects'),
      await rows('groups'),
      await rows('users'),
      (await rows('accounts'))[1],
      await rows('connections'),
    ]
    const before = await others()
    await settle(estate('kind: App\nname: slack', ACME('showIntegrations: false\nallowedApps: {apps: [slack]}')))
    expect(await others()).toEqual(before)
  })
})
