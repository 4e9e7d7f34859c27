import { describe, expect, it } from 'vitest'
import { findings, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, connection, estate, tenant } from './seeds.js'

const live = () =>
  tenant([acme({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo', name: 'alerts' })] })])

const review = (remove: string) =>
  `kind: Review\nname: q4\ncovers: {account: acme}\nby: auditor@acme.example\nat: 2026-11-20\naudit: sha256:${'0'.repeat(64)}\nremove: ["${remove}"]\n`

describe('Review: "never acts, but […] Writ says where the estate still disagrees"', () => {
  it.each([
    'account/acme',
    'account/acme#integrations.zoom',
    'account/acme#allowedApps.hubspot',
    'project/acme/apollo',
    'project/acme/apollo#integrations.slack',
    'group/acme/apollo/engineering',
    'user/acme/ana@acme.example',
    'user/acme/ana@acme.example#integrations.slack',
    'connection/con_ana',
    'connection/acme/slack/alerts',
  ])('%s stays: a finding, and no change', async (remove) => {
    const { plan } = await world(live())
    const made = await plan(estate(APPS, ACME(), review(remove)))
    expect(made.changes).toEqual([])
    expect(findings(made)).toEqual([`warning review/not-followed ${remove}`])
    const [told] = made.findings.filter(({ code }) => code === 'review/not-followed')
    expect(told?.message).toBe('auditor@acme.example asked on 2026-11-20 to remove this (review q4), and it stays')
    expect(told?.causes.map((at) => made.causes[at]?.statement)).toEqual(['review/q4#remove.0'])
  })

  it.each([
    'account/acme#integrations.trello',
    'account/acme#allowedApps.trello',
    'project/acme/gone',
    'group/acme/apollo/engineering#integrations.slack',
    'user/acme/nobody@acme.example',
    'connection/con_gone',
    'connection/acme/slack/other',
  ])('%s is not there: nothing is said', async (remove) => {
    const { plan } = await world(live())
    expect(findings(await plan(estate(APPS, ACME(), review(remove))))).toEqual([])
  })

  it('what this plan removes is followed', async () => {
    const { plan } = await world(live())
    const closed = APOLLO('integrations: {slack: {enabled: false}}')
    const wanted = review('project/acme/apollo#integrations.slack')
    expect(findings(await plan(estate(APPS, ACME(), closed, wanted)))).toEqual([])
  })

  it('an app of the registry', async () => {
    const { plan } = await world(live())
    const wanted = review('app/zoom').replace('account: acme', 'app: zoom')
    expect(findings(await plan(estate(APPS, ACME(), wanted)))).toEqual(['warning review/not-followed app/zoom'])
    const off = APPS.replace('name: zoom', 'name: zoom\nstate: inactive')
    expect(findings(await plan(estate(off, ACME(), wanted)))).toEqual([])
  })
})
