import { describe, expect, it } from 'vitest'
import { allFindings, world } from '../support/world.js'
import { ACME, ANA, APOLLO, APPS, acme, connection, estate, plain, tenant } from './seeds.js'

const live = () => {
  const connections = [connection('con_ana', 'slack', ANA, { project: 'apollo' })]
  return tenant([acme({ connections }), plain('globex'), plain('initech')])
}
const USER = (email: string) => `kind: User\naccount: acme\nemail: ${email}\nrole: member`
const SOME = estate('kind: App\nname: slack', 'kind: App\nname: zoom', ACME(), APOLLO('state: active'), USER(ANA))

describe('E17: "`undeclared`: report: a finding; keep: only counted"', () => {
  it('by default accounts and apps that nobody declares are told in one line each, projects and people are not', async () => {
    const { plan } = await world(live())
    const made = await plan(SOME)
    expect(allFindings(made)).toEqual(['info undeclared/accounts platform', 'info undeclared/apps platform'])
    expect(made.findings.map(({ message }) => message)).toEqual([
      '2 accounts that nobody declares: globex, initech',
      '2 apps that nobody declares: hubspot, trello',
    ])
    expect(made.outcome.exitCode).toBe(0)
  })

  it('what is to be reported is, account by account, and what is to be kept is not', async () => {
    const { plan } = await world(live())
    const config = 'undeclared: {accounts: keep, apps: keep, projects: report, users: report}'
    const made = await plan(SOME, { config })
    expect(made.findings.map(({ code, address, message }) => [code, address, message])).toEqual(
      [
        ['undeclared/projects', 'account/acme', '1 project that nobody declares: zeus'],
        [
          'undeclared/users',
          'account/acme',
          '3 users that nobody declares: bo@acme.example, cy@acme.example, olga@acme.example',
        ],
      ].sort((a, b) => ((a[2] ?? '') < (b[2] ?? '') ? -1 : 1)),
    )
  })

  it('a project that a ProjectSet matches is declared', async () => {
    const { plan } = await world(live())
    const set = 'kind: ProjectSet\nname: all\nmatch: all\nintegrations: {slack: {enabled: true}}'
    const made = await plan(`${SOME}---\n${set}`, { config: 'undeclared: {projects: report}' })
    expect(allFindings(made).filter((each) => each.includes('projects'))).toEqual([])
  })
})

it('E17: "`coverage`: governed of all accounts, apps, connections", and of projects and people', async () => {
  const { plan } = await world(live())
  expect((await plan(SOME)).coverage).toEqual({
    accounts: { governed: 1, total: 3 },
    apps: { governed: 2, total: 4 },
    connections: { governed: 1, total: 1 },
    projects: { governed: 1, total: 2 },
    users: { governed: 1, total: 6 },
  })
  const nothing = await plan(APPS)
  expect(nothing.coverage).toMatchObject({
    accounts: { governed: 0 },
    apps: { governed: 4 },
    connections: { governed: 0 },
  })
})
