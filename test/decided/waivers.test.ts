import { describe, expect, it } from 'vitest'
import { causesOf, changes, endings, findings, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, BO, connection, estate, tenant } from './seeds.js'

const live = () =>
  tenant([
    acme({
      connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' }), connection('con_bo', 'slack', BO)],
    }),
  ])

/** Takes slack away from apollo's groups, so that ana's and bo's connections are not permitted any more. */
const CLOSED = [APPS, ACME(), APOLLO('integrations: {slack: {enabled: true, groups: [], groupTypes: []}}')]

const waiver = (covers: string, more = '', until = '2027-01-31') =>
  `kind: Waiver
name: bo-for-audit
covers: {${covers}}
reason: External auditors need it
owner: security@acme.example
approvedBy: ciso@acme.example
ticket: SEC-1421
until: ${until}
${more}`

const BOS = `finding: connection/unpermitted, account: acme, app: slack, user: ${BO}`

describe('E13: "kind: Waiver: accepts a finding until its date"', () => {
  it('what would be done about the finding is not done, and it is told as waived, by which waiver and until when', async () => {
    const { settle } = await world(live())
    const plan = await settle(estate(...CLOSED, waiver(BOS)))
    expect(endings(plan)).toEqual(['revoked con_ana'])
    const [told] = plan.findings.filter(({ code }) => code === 'connection/unpermitted')
    expect(told).toMatchObject({
      severity: 'info',
      address: 'connection/con_bo',
      waived: { waiver: 'bo-for-audit', until: '2027-01-31' },
    })
    expect(told?.message).toContain('waived by bo-for-audit until 2027-01-31')
    expect(told?.causes.map((at) => plan.causes[at]?.statement)).toContain('waiver/bo-for-audit')
  })

  it('"An expired Waiver covers nothing: what it covered is planned"', async () => {
    const { plan } = await world(live())
    const text = estate(...CLOSED, waiver(BOS))
    const last = await plan(text, { now: new Date('2027-01-31T23:59:59Z') })
    const after = await plan(text, { now: new Date('2027-02-01T00:00:00Z') })
    expect(endings(last)).toEqual(['revoked con_ana'])
    expect(endings(after)).toEqual(['revoked con_ana', 'revoked con_bo'])
    expect(findings(after).filter((each) => each.includes('waiver'))).toEqual([])
  })

  it.each([
    ['another app', 'finding: connection/unpermitted, account: acme, app: zoom'],
    ['another person', 'finding: connection/unpermitted, account: acme, user: cy@acme.example'],
    ['another finding', 'finding: connection/idle, account: acme, app: slack'],
    ['another project', 'finding: connection/unpermitted, account: acme, project: zeus'],
    ['another connection', 'finding: connection/unpermitted, account: acme, connection: con_cy'],
  ])('a waiver for %s covers nothing here, and that is told', async (_, covers) => {
    const { plan } = await world(live())
    const made = await plan(estate(...CLOSED, waiver(covers)))
    expect(endings(made)).toEqual(['revoked con_ana', 'revoked con_bo'])
    expect(findings(made)).toContain('info waiver/unused waiver/bo-for-audit')
  })

  it.each([
    ['app', 'app: slack', []],
    ['connection, by its id', 'connection: con_bo', ['revoked con_ana']],
    ['project', 'project: apollo', ['revoked con_bo']],
  ])('"what is left out means any": one that names the %s', async (_, more, ended) => {
    const { plan } = await world(live())
    const made = await plan(estate(...CLOSED, waiver(`finding: connection/unpermitted, account: acme, ${more}`)))
    expect(endings(made)).toEqual(ended)
  })

  it('a rule for live connections heeds a waiver: the rest of the rules still judge', async () => {
    const { plan } = await world(live())
    const rules = ACME('connections: {externalDomains: [acme.example], idleDays: 10}')
    const idle = waiver(`finding: connection/idle, account: acme, user: ${BO}`)
    const made = await plan(estate(APPS, rules, idle))
    const told = made.findings.map(({ code, address, waived }) => [code, address, waived?.waiver])
    expect(told).toContainEqual(['connection/idle', 'connection/con_bo', 'bo-for-audit'])
    expect(causesOf(made, 'connection/con_ana')).toContain('account/acme#connections.idleDays')
    expect(changes(made)).toContain('revoke connection/con_ana')
  })

  it('a finding about a setting is waived as one about a connection is', async () => {
    const { plan } = await world(live())
    const nobody = waiver('finding: project/nobody, account: acme, project: apollo, app: slack')
    const made = await plan(estate(...CLOSED, nobody))
    expect(findings(made)).toEqual(['info project/nobody project/acme/apollo#integrations.slack'])
  })
})
