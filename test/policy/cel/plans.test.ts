import { describe, expect, it, vi } from 'vitest'
import type { Plan } from '../../../src/model/generated/plan.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, connection, estate, tenant } from '../../decided/seeds.js'
import { changes, world } from '../../support/world.js'

// Threads are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 30_000 })

const live = () =>
  tenant([
    acme({
      connections: [
        connection('con_ana', 'slack', ANA, { project: 'apollo', lastUsedAt: '2026-07-01T08:00:00.000Z' }),
        connection('con_bo', 'slack', BO, {
          externalAccount: 'Bo@Partner.Example',
          lastUsedAt: '2026-07-20T08:00:00.000Z',
        }),
      ],
    }),
  ])

interface Said {
  readonly name?: string
  readonly severity?: string
  readonly when?: string
}

const policy = (on: string, assert: string, { name = 'p', severity = 'deny', when }: Said = {}) =>
  `kind: Policy
name: ${name}
severity: ${severity}
on: ${on}
${when === undefined ? '' : `when: ${JSON.stringify(when)}\n`}assert: ${JSON.stringify(assert)}
message: That must not be.
`

const verdicts = ({ verdicts: all }: Plan): string[] =>
  all.filter(({ rule }) => rule.startsWith('polic')).map(({ rule, effect, subject }) => `${effect} ${rule} ${subject}`)

describe('Policy: what it judges, over HTTP', () => {
  it.each([
    ['account', 'account.allowedApps == "all"', ['refuse policy/p account/acme']],
    ['account', '"hubspot" in account.allowedApps && account.labels.tier == "basic"', []],
    ['account', 'account.connections == 1 && account.before.connections == 2', []],
    ['account', 'account.connections < 2 && account.people == 4 && account.owners == ["olga@acme.example"]', []],
    ['account', 'account.integrations.slack.enabled && !account.integrations.zoom.enabled', []],
    ['account', 'account.before.integrations.zoom.enabled && account.changes == 2', []],
    ['account', 'account.files == ["estate.yaml"] && account.mode == "enforce"', []],
    ['account', 'today == "2026-11-22" && now == timestamp("2026-11-22T00:00:00Z")', []],
    ['account', 'tenant == "acme-cloud" && environment == null && principal.operator', []],
    ['project', 'project.name != "apollo" || project.people == 2', []],
    ['project', 'project.integrations.slack.enabled', ['refuse policy/p project/acme/apollo']],
    ['project', 'project.before.integrations.slack.enabled', []],
    ['project', 'account.labels.tier == "basic" && project.connections < 2', []],
    ['group', 'group.members.size() < 2', ['refuse policy/p group/acme/apollo/engineering']],
    ['connection', 'connection.idleDays <= 90', ['refuse policy/p connection/con_bo']],
    ['connection', 'connection.ownerRole == "member" && app.category != "" && account.name == "acme"', []],
    ['connection', 'connection.externalDomain == null', ['refuse policy/p connection/con_bo']],
    ['connection', 'connection.externalAccount == null || connection.externalDomain == "partner.example"', []],
    ['access', 'access.user != "cy@acme.example"', ['refuse policy/p user/acme/cy@acme.example#integrations.slack']],
    ['access', 'access.before && access.role == "member" && access.project == "zeus" && app.name == "slack"', []],
    [
      'change',
      'change.direction != "closes"',
      ['refuse policy/p account/acme#integrations.zoom', 'refuse policy/p project/acme/apollo#integrations.slack'],
    ],
    ['change', 'change.account == "acme" && change.files == ["estate.yaml"] && change.after.enabled == false', []],
    ['plan', 'plan.changes <= 1', ['refuse policy/p plan']],
    ['plan', 'plan.limits.revokedConnections.max == 25 && plan.limits.usersLosingAccess.percent == 10', []],
    ['plan', 'plan.kinds.account == 1 && plan.operations.update == 2 && plan.closing == 2 && plan.approvals == []', []],
  ])('on %s: %s', async (on, assert, said) => {
    const { plan } = await world(live())
    const closed = APOLLO('integrations: {slack: {enabled: false}}')
    const rules = 'connections: {unpermitted: keep}\nintegrations: {zoom: {enabled: false}}'
    expect(verdicts(await plan(estate(APPS, ACME(rules), closed, policy(on, assert))))).toEqual(said)
  })

  it('a connection that the plan makes or asks for is judged with those that live', async () => {
    const { plan } = await world(tenant([acme()]))
    const wish = `kind: Connection\naccount: acme\napp: slack\nname: alerts\nholder: service\nowner: ${ANA}\napiKey: {env: KEY}\n`
    const rule = policy(
      'connection',
      'connection.id != null || connection.before != null || connection.status != "active"',
    )
    const asking = { config: 'secretEnv: [KEY]', variables: { KEY: 'canary-5d1e' } }
    const made = await plan(estate(APPS, ACME(), wish, rule), asking)
    expect(verdicts(made)).toEqual(['refuse policy/p connection/acme/slack/alerts'])
    expect(JSON.stringify(made)).not.toContain('canary')
  })
})

describe('Policy: what its verdicts do', () => {
  const hold = 'account.showIntegrations == false'

  it('deny refuses the run with 3, and nothing is written', async () => {
    const { plan, apply, sandbox } = await world(live())
    const text = estate(APPS, ACME('showIntegrations: false'), policy('account', '!account.before.showIntegrations'))
    expect((await plan(text)).outcome).toEqual({ exitCode: 3, reasons: ['refused'] })
    const before = JSON.stringify(await sandbox.admin.list('accounts'))
    const { result, reasons } = await apply(text)
    expect([result, reasons]).toEqual([null, ['refused']])
    expect(JSON.stringify(await sandbox.admin.list('accounts'))).toBe(before)
  })

  it.each([
    ['warn', 'warn'],
    ['info', 'info'],
  ])('%s tells, and the run goes on', async (severity, effect) => {
    const { settle } = await world(live())
    const plan = await settle(
      estate(APPS, ACME('showIntegrations: false'), policy('account', `!(${hold})`, { severity })),
    )
    expect(verdicts(plan)).toEqual([`${effect} policy/p account/acme`])
    expect(plan.verdicts[0]?.message).toBe('That must not be.')
  })

  it('when narrows what is judged', async () => {
    const { plan } = await world(live())
    const rule = policy('connection', 'false', { when: 'connection.owner == "bo@acme.example"' })
    expect(verdicts(await plan(estate(APPS, ACME(), rule)))).toEqual(['refuse policy/p connection/con_bo'])
  })

  it('"an error in a rule denies and is reported": whatever its severity, with its cause', async () => {
    const { plan } = await world(live())
    const rules = [
      policy('account', 'account.labels.owner == "x"', { name: 'a', severity: 'info' }),
      policy('account', 'account.connections / (account.people - 4) > 1', { name: 'b', severity: 'warn' }),
      policy('account', 'true', { name: 'c', severity: 'info', when: 'account.labels.owner == "x"' }),
    ]
    const made = await plan(estate(APPS, ACME(), ...rules))
    expect(verdicts(made)).toEqual(['a', 'b', 'c'].map((name) => `refuse policy/${name} account/acme`))
    expect(made.verdicts.map(({ message }) => message.replace(/^.*denies: /, ''))).toEqual([
      'field not found: owner',
      'int divide by zero',
      'field not found: owner (in when)',
    ])
    expect(made.outcome.exitCode).toBe(3)
  })

  it('what is neither true nor false is an error', async () => {
    const { plan } = await world(live())
    const made = await plan(estate(APPS, ACME(), policy('change', 'change.after.allowedApps')))
    expect(changes(made)).toEqual([])
    const moved = await plan(
      estate(
        APPS,
        ACME('showIntegrations: false'),
        policy('change', 'change.before.showIntegrations == null || dyn(1)'),
      ),
    )
    expect(moved.verdicts.map(({ effect }) => effect)).toEqual(['refuse'])
  })

  it('of many subjects twenty are listed and the others counted', async () => {
    const many = Array.from({ length: 30 }, (_, at) => connection(`con_${at}`, 'slack', null))
    const { plan } = await world(tenant([acme({ connections: many })]))
    const made = await plan(estate(APPS, ACME(), policy('connection', 'false', { severity: 'warn' })))
    const told = made.verdicts.filter(({ rule }) => rule === 'policy/p')
    expect(told).toHaveLength(21)
    expect(told.at(-1)).toEqual({
      ...{ rule: 'policy/p', effect: 'warn', subject: 'plan', at: { file: 'estate.yaml', line: 17, column: 1 } },
      message: 'and 10 more of the kind: That must not be.',
    })
  })

  it('labels of any name are read by their names alone', async () => {
    const labels = JSON.parse('{"__proto__": "a", "constructor": "b", "toString": "c"}') as object
    const { plan } = await world(tenant([acme({ labels })]))
    const asked = '["__proto__", "constructor", "toString"].map(l, account.labels[l]) == ["a", "b", "c"]'
    const rule = policy('account', `${asked} && account.labels.size() == 3 && !has(account.labels.valueOf)`)
    expect(verdicts(await plan(estate(APPS, ACME(), rule)))).toEqual([])
  })

  it('--only: what lies outside is not judged', async () => {
    const { plan } = await world(live())
    const text = estate(APPS, ACME(), policy('project', 'false'))
    const only = ['project/acme/apollo']
    expect(verdicts(await plan(text, { only }))).toEqual(['refuse policy/p project/acme/apollo'])
  })

  it('E4: what lies in an account that was not read whole is not judged, and that is said', async () => {
    const { plan, faults } = await world(live(), { proxied: true })
    faults((path) => path.startsWith('/v1/connections'))
    const made = await plan(estate(APPS, ACME(), policy('account', 'false')))
    expect(verdicts(made)).toEqual(['info policies plan'])
    expect(made.verdicts.at(-1)?.message).toMatch(/^no policy judged what lies in .*account\/acme/)
    expect(made.outcome.reasons).toContain('read-incomplete')
  })

  it('an account that an error stops is not judged, and that is said', async () => {
    const { plan } = await world(live())
    const made = await plan(
      estate(APPS, ACME(), 'kind: Project\naccount: acme\nname: nowhere\n', policy('account', 'false')),
    )
    expect(verdicts(made)).toEqual(['info policies plan'])
  })

  it('the digest of a plan binds its policies, and not what they tell people', async () => {
    const { plan } = await world(live())
    const digestOf = async (text: string) => (await plan(estate(APPS, ACME(), text))).digests.plan
    const rule = policy('account', 'true')
    const same = await digestOf(rule)
    expect(await digestOf(rule.replace('That must not be.', 'Never.'))).toBe(same)
    expect(await digestOf(rule.replace('deny', 'warn'))).not.toBe(same)
    expect(await digestOf(policy('account', 'true || true'))).not.toBe(same)
  })
})

describe('Review: what a policy sees of it', () => {
  const review = (at: string, more = 'covers: {account: acme}') =>
    `kind: Review\nname: at-${at}\n${more}\nby: auditor@acme.example\nat: ${at}\naudit: sha256:${'0'.repeat(64)}\n`
  const asks = (assert: string) => policy('account', `account.review != null && ${assert}`)

  it.each([
    ['the newest', 'account.review.at == "2026-11-02" && account.review.ageDays == 20 && !account.review.overdue'],
    ['who', 'account.review.by == "auditor@acme.example" && account.review.next == null'],
  ])('%s', async (_, assert) => {
    const { plan } = await world(live())
    const reviews = [
      review('2026-11-02'),
      review('2026-05-01'),
      review('2026-11-10', 'covers: {account: acme, app: slack}'),
    ]
    expect(verdicts(await plan(estate(APPS, ACME(), ...reviews, asks(assert))))).toEqual([])
  })

  it('an owner who signs in capitals is the owner all the same', async () => {
    const { plan } = await world(live())
    const own = review('2026-11-02').replace('auditor@acme.example', 'OLGA@Acme.example')
    const rule = policy('account', '!(account.review.by in account.owners)')
    expect(verdicts(await plan(estate(APPS, ACME(), own, rule)))).toEqual(['refuse policy/p account/acme'])
  })

  it('one that is overdue', async () => {
    const { plan } = await world(live())
    const overdue = `${review('2026-05-01')}next: 2026-11-21\n`
    expect(verdicts(await plan(estate(APPS, ACME(), overdue, asks('account.review.overdue'))))).toEqual([])
  })
})
