import fc from 'fast-check'
import { expect, test } from 'vitest'
import { code } from '../../../src/report/markdown/inline.js'
import { planMarkdown } from '../../../src/report/markdown/plan.js'
import { cause, change, plan } from '../plans.js'

const ENDED = {
  ...{ id: 'con_1', account: 'acme', app: 'slack', project: null, owner: 'ana@acme.example', name: null },
  ...{ how: 'ended' as const, by: 0 },
}
const reviewed = plan({
  causes: [cause('accounts/acme.yaml', 9, 'slack.enabled')],
  changes: [
    change('account/acme#integrations.slack'),
    change('project/acme/apollo#integrations.zoom', {
      origin: 'drift',
      attribution: { principal: 'joe@acme.example', at: '2026-11-20T18:41:00Z', via: 'admin-page' },
    }),
  ],
  impact: {
    losing: [{ account: 'acme', user: 'ana@acme.example', app: 'slack' }],
    gaining: [],
    connections: [ENDED],
    workflows: [],
  },
  released: [{ address: 'account/beta', stays: { labels: {} }, causes: [0] }],
})

test('E14: the first lines say what kind of plan it is, and this change stands apart from what had drifted', () => {
  const text = planMarkdown(reviewed)
  expect(text.split('\n')[2]).toMatch(/^Ends 1 connection of 1 person\./)
  expect(text.split('\n')[4]).toBe('**ends live use** · **narrows** · **releases**')
  const [change, drift] = [text.indexOf('#### This change'), text.indexOf('#### Drifted, not from this change')]
  expect(change).toBeGreaterThan(0)
  expect(text.slice(change, drift)).toContain('`accounts/acme.yaml:9` `slack.enabled`')
  expect(text.slice(drift)).toContain('project/acme/apollo')
  expect(text).toContain('RELEASED')
})

test('E14: people are counted unless somebody wants names, and pseudonyms name nobody either', () => {
  expect(planMarkdown(reviewed)).toContain('`1 person loses slack in acme`')
  for (const people of ['counts', 'pseudonyms'] as const)
    expect(planMarkdown(reviewed, { people })).not.toMatch(/ana@|joe@/)
  expect(planMarkdown(reviewed, { people: 'pseudonyms' })).toMatch(/`person-[0-9a-f]{8} loses slack in acme`/)
  const twice = plan({ changes: [change('user/acme/ana@acme.example#role', { reason: 'asked by ana@acme.example' })] })
  const [first, ...others] = planMarkdown(twice, { people: 'pseudonyms' }).match(/person-[0-9a-f]{8}/g) ?? []
  expect(first).toBeDefined()
  expect(new Set(others)).toEqual(new Set([first]))
  expect(planMarkdown(reviewed, { people: 'names' })).toContain('`ana@acme.example loses slack in acme`')
})

/** CommonMark's rule: a code span ends at the first run of backticks that is as long as the one that opened it. */
function outsideCode(text: string): string {
  let outside = ''
  for (let at = 0; at < text.length; ) {
    const run = /^`+/.exec(text.slice(at))?.[0]
    if (run === undefined) outside += text[at++]
    else {
      const rest = text.slice(at + run.length)
      const end = [...rest.matchAll(/`+/g)].find(([fence]) => fence.length === run.length)
      if (end === undefined) outside += run
      at += run.length + (end === undefined ? 0 : end.index + end[0].length)
    }
  }
  return outside
}

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.stringMatching(/^[`@#<>![\]()*_|~\\ a-z:/-]{0,40}$/),
  fc.constantFrom(
    '@everyone',
    '</summary><img src=x>',
    '`@team`',
    '``',
    '[a](http://evil.example)',
    '#1 GH-2',
    '| | |\n# x',
  ),
)

test('E14: nothing that comes from elsewhere acts in Markdown: no mention, no link, no HTML, no heading', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const span = code(text.replace(/\s/g, ' '))
      expect(outsideCode(span)).toBe('')
    }),
  )
  fc.assert(
    fc.property(hostile, hostile, (name, words) => {
      const text = planMarkdown(
        plan({
          causes: [cause(name, 1, words)],
          changes: [change('account/acme', { before: { name }, after: { name: words }, reason: words })],
          findings: [{ code: 'x/y', severity: 'warning', address: name, message: words, causes: [0] }],
          released: [{ address: words, stays: { name }, causes: [0] }],
        }),
        { people: 'names' },
      )
      const shown = text.split('\n').map(outsideCode).join('\n')
      expect(shown).not.toMatch(/@|<(?!sub>|\/sub>|details>|\/details>|summary>|\/summary>)|\]\(|GH-|^#{1,3} (?!Writ)/m)
    }),
    { numRuns: 300 },
  )
})
