import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { address } from '../../../src/model/address.js'
import { hidePeople } from '../../../src/report/markdown/people.js'
import { planMarkdown } from '../../../src/report/markdown/plan.js'
import { cause, change, ended, plan, telling } from '../plans.js'

const PEOPLE = ['counts', 'pseudonyms'] as const

describe('E14: people as report.people says', () => {
  test.each(PEOPLE)('where it says %s nobody is named, in addresses, fields, reasons and messages alike', (people) => {
    const made = {
      ...telling(),
      changes: [
        ...telling().changes,
        change('user/acme/ana@acme.example#role', { reason: 'asked by Ana <ana@acme.example>.', causes: [3] }),
        change('group/acme/g', { before: { members: [] }, after: { members: ['bo@acme.example', 'cy@acme.example'] } }),
      ],
      verdicts: [
        { rule: 'p', effect: 'warn' as const, subject: 'user/acme/bo@acme.example', message: "not 'joe@x.example'!" },
      ],
    }
    const text = planMarkdown(made, { people })
    expect(text).not.toMatch(/@|ana|joe|kim|hana/)
    expect(planMarkdown(made, { people: 'names' })).toContain('ana@acme.example')
  })

  test('counted unless somebody says otherwise: lists of people become their number', () => {
    const members = {
      before: { members: ['a@x.example', 'b@x.example'] },
      after: { members: ['b@x.example', 'c@x.example', 'd@x.example'] },
    }
    const text = planMarkdown(plan({ changes: [change('group/acme/g', members)] }))
    expect(text).toContain('`members − somebody, + 2 people`')
  })

  test('a pseudonym stands for the same person throughout a plan, however it is spelled, and tells nothing', () => {
    const reasons = ['asked by ana@acme.example', 'ANA@acme.example is gone', 'bo@acme.example']
    const changes = reasons.map((reason, at) => change(`account/${at}`, { reason }))
    const { plan: hidden } = hidePeople(plan({ changes }), 'pseudonyms')
    expect(hidden.changes.map(({ reason }) => reason)).toEqual(['asked by person-1', 'person-1 is gone', 'person-2'])
  })

  test('who is alike but for the person is told once', () => {
    const changes = ['ana', 'bo', 'cy'].map((name) => change(`user/acme/${name}@acme.example#integrations.zoom`))
    expect(planMarkdown(plan({ changes }))).toContain('`− #integrations.zoom of 3 users alike` `on → off` `acme`')
  })

  const email = fc
    .tuple(
      fc.stringMatching(/^[a-zäø0-9."'+%&/()[\];:,#_-]{1,20}$/),
      fc.stringMatching(/^[a-z0-9-]{1,10}(\.[a-z]{2,6}){1,2}$/),
    )
    .map(([local, domain]) => `canary${local}canary@${domain}`)

  test('whatever an e-mail address is made of, none of it is shown', () => {
    fc.assert(
      fc.property(email, fc.constantFrom(...PEOPLE), (user, people) => {
        const at = address('user', 'acme', user)
        const made = plan({
          causes: [cause('a.yaml', 1, at)],
          changes: [
            change(at, { reason: `${user} may not use slack`, before: { owner: user }, after: { owner: null } }),
          ],
          impact: {
            losing: [{ account: 'acme', user, app: 'slack' }],
            gaining: [],
            connections: [ended('con_1', 0, { owner: user })],
            workflows: [],
          },
          findings: [
            { code: 'x/y', severity: 'warning', address: at, message: `it uses ${user}, a person's own`, causes: [0] },
          ],
        })
        expect(planMarkdown(made, { people })).not.toContain('canary')
      }),
      { numRuns: 300 },
    )
  })
})
