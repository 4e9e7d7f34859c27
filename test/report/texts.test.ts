import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paint } from '../../src/report/paint.js'
import { textDifference, textsOf } from '../../src/report/plan/texts.js'
import { difference } from '../../src/report/values.js'

const plain = paint(false)
const differs = (old: string, now: string) => textDifference(old, now, plain)

describe('how a long text differs', () => {
  test('the words that go and come are marked, with signs that need no colour', () => {
    expect(differs('Messages and alerts of the whole team', 'Messages and calls of the whole team')).toBe(
      'Messages and [-alerts-]{+calls+} of the whole team',
    )
    expect(textDifference('Messages and alerts of the whole team', 'Messages of the whole team', paint(true))).toBe(
      'Messages \u001b[31m[-and alerts -]\u001b[39mof the whole team',
    )
  })

  test('a long stretch that stays is left out, and a difference at the end of it is seen', () => {
    const long = 'words that stay as they are, '.repeat(50)
    expect(differs(`${long}old`, `${long}new`)).toBe('… that stay as they are, [-old-]{+new+}')
    expect(
      differs(
        'https://hooks.example.com/services/T00/B00/old/path',
        'https://hooks.example.com/services/T00/B00/new/path',
      ),
    ).toBe('…e.com/services/T00/B00/[-old-]{+new+}/path')
  })

  test('short texts, and texts that have little in common, are told whole', () => {
    expect(differs('old', 'new')).toBeNull()
    expect(differs('A name of something else altogether', 'What nobody had ever thought of')).toBeNull()
  })

  test('more places than anybody reads are counted', () => {
    const words = (mark: string) => Array.from({ length: 20 }, (_, at) => `stays${at} as it was ${mark}${at}`).join(' ')
    expect(differs(words('old'), words('new'))).toMatch(/\(14 more differences\)$/)
  })

  test('a text that holds the marks itself is not marked with them', () => {
    expect(
      differs(
        'text with {+marks+} in it, and some more of it: old',
        'text with {+marks+} in it, and some more of it: new',
      ),
    ).toBe('… and some more of it: old → new')
  })

  test('what acts or hides is written out in every piece', () => {
    expect(
      differs('a text that holds no code at all, and ends', 'a text that holds \u001b[2J no code at all, and ends'),
    ).toContain('\\u{1B}[2J')
  })

  test('megabytes cost no more than reading them, however little they have in common', () => {
    const some = (step: number) =>
      Array.from({ length: 300_000 }, (_, at) => ((at * step) % 9973).toString(36)).join(' ')
    const told = differs(some(7919), some(7907)) ?? ''
    expect(told).toMatch(/\[-.*… \(\d{7} characters\)-\]\{\+/)
    expect(told.length).toBeLessThan(400)
  })

  test('no sign is cut in two: not those of several units, not those with marks', () => {
    const sign = fc.constantFrom('👩‍👩‍👧', 'e\u0301', '🇩🇪', 'a', 'b', ' ', '接', '한', 'x\u0300\u0301')
    const text = fc.array(sign, { minLength: 20, maxLength: 60 }).map((signs) => signs.join(''))
    fc.assert(
      fc.property(text, text, text, (start, old, now) => {
        const told = textDifference(`${start}${old}`, `${start}${now}`, plain) ?? ''
        expect(told).not.toMatch(/\\u\{D[89A-F]|(^|[…\-+\]}]|\{\+|\[-)\p{M}/iu)
        expect(told.isWellFormed()).toBe(true)
      }),
    )
  })

  test('what stays and goes is the old text, what stays and comes the new one', () => {
    const word = fc.constantFrom('slack', 'and', 'zoom', 'of', 'the', 'team', ', ')
    const text = fc.array(word, { minLength: 8, maxLength: 12 }).map((words) => words.join(' '))
    fc.assert(
      fc.property(text, text, (old, now) => {
        const told = textDifference(old, now, plain)
        if (told === null || /…|more difference/.test(told)) return
        expect(told.replace(/\[-(.*?)-\]/g, '$1').replace(/\{\+.*?\+\}/g, '')).toBe(old)
        expect(told.replace(/\[-.*?-\]/g, '').replace(/\{\+(.*?)\+\}/g, '$1')).toBe(now)
      }),
    )
  })
})

describe('in the fields of a change', () => {
  const before = {
    description: 'Messages and alerts of the whole team',
    settings: { 'callback url': `${'x'.repeat(40)} a`, id: '1' },
  }
  const after = {
    description: 'Messages and calls of the whole team',
    settings: { 'callback url': `${'x'.repeat(40)} b`, id: '2' },
  }

  test('a field, and an entry of a map, is told by what differs in it', () => {
    expect(difference(before, after, textsOf({ before, after }, plain))).toBe(
      'description Messages and [-alerts-]{+calls+} of the whole team; settings callback url …xxxxxxxxxxxxxxxxxxxxxx [-a-]{+b+}, id 1 → 2',
    )
  })

  test('a long list whose order alone changes says so, and maps in it are told apart', () => {
    const list = Array.from({ length: 8 }, (_, at) => `app-${at}`)
    expect(difference({ apps: list }, { apps: list.toReversed() })).toBe('apps 8 stay, in another order')
    const maps = list.map((app) => ({ app }))
    expect(difference({ entries: maps }, { entries: maps.slice(1) })).toBe('entries − {app app-0}, 7 stay')
  })
})
