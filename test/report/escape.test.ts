import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine } from '../../src/report/csv.js'
import { jsonText, escape as shown } from '../../src/report/escape.js'
import { safe } from '../../src/report/safe.js'
import { table } from '../../src/report/table.js'
import { displayWidth, wrap } from '../../src/report/width.js'
import { acting, anyHostile, HOSTILE } from '../support/hostile.js'

const RUNS = { numRuns: 500 }

describe('text', () => {
  test('whatever comes in is one line on which nothing acts or hides, and of bounded length', () => {
    fc.assert(
      fc.property(anyHostile, (text) => {
        expect(acting(shown(text))).toEqual([])
        expect(shown(text)).not.toContain('\n')
        expect(shown(text).length).toBeLessThanOrEqual(500 * 10 + 30)
      }),
      RUNS,
    )
  })

  test('what is harmless stays as it is, and what was shown once is shown the same again', () => {
    for (const text of ['Zoë', '日本 👍', '🌡️', 'नमस्ते', 'http://[::1]:4010', '# a ## b', '::', 'a: b'])
      expect(shown(text)).toBe(text)
    fc.assert(
      fc.property(anyHostile, (text) => {
        expect(shown(shown(text, 40), 1_000)).toBe(shown(text, 40))
      }),
      RUNS,
    )
  })

  test('what was cut off is said by its length, and no character is cut in two', () => {
    expect(shown('👍'.repeat(300))).toBe(`${'👍'.repeat(250)}… (600 characters)`)
    expect(shown(`a${'👍'.repeat(300)}`)).toBe(`a${'👍'.repeat(249)}… (601 characters)`)
  })

  test('wherever a long name breaks, no line of it is a command to a CI', () => {
    fc.assert(
      fc.property(anyHostile, anyHostile, fc.integer({ min: 20, max: 120 }), (one, other, width) => {
        const rows = safe([
          ['~', one, other],
          ['+', other, one],
        ])
        const lines = [...wrap(shown(one), width), ...table(rows, { width })]
        expect(acting(lines.join('\n'))).toEqual([])
      }),
      RUNS,
    )
  })

  test('a text takes no more columns than are said: none for marks, two for wide signs and pictures', () => {
    expect(['é', 'e\u0301', '日本', '👍', '🌡️', '🌡', 'ｗ', 'a'].map(displayWidth)).toEqual([1, 1, 4, 2, 2, 1, 2, 1])
    fc.assert(
      fc.property(anyHostile, fc.integer({ min: 10, max: 100 }), (text, width) => {
        for (const line of wrap(shown(text), width)) expect(displayWidth(line)).toBeLessThanOrEqual(width)
      }),
      RUNS,
    )
  })
})

describe('JSON', () => {
  test('it reads back as exactly what was written, and nothing in it acts or hides', () => {
    const value = fc.dictionary(
      anyHostile,
      fc.oneof(anyHostile, fc.integer(), fc.array(anyHostile, { maxLength: 3 })),
      {
        maxKeys: 3,
      },
    )
    fc.assert(
      fc.property(value, fc.constantFrom(0, 2), (given, indent) => {
        const text = jsonText(given, indent)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(given)))
        expect(acting(text)).toEqual([])
      }),
      RUNS,
    )
  })

  test('what holds nothing of that is written as ever', () => {
    const value = { name: 'Zoë 日本 👍', list: [1, null, { deep: true }], text: 'line\nbreak "quoted" \\' }
    expect(jsonText(value, 2)).toBe(JSON.stringify(value, null, 2))
  })
})

/** The cells of a line as a spreadsheet with this separator reads them. */
function cellsOf(line: string, separator: string): string[] {
  const cells = ['']
  let isQuoted = false
  for (const sign of line.replace(/\r\n$/, '')) {
    if (sign === '"') isQuoted = !isQuoted
    else if (sign === separator && !isQuoted) cells.push('')
    else cells[cells.length - 1] += sign
  }
  return cells
}

describe('CSV', () => {
  test.each([',', ';', '\t'])('no cell is a formula to a spreadsheet that separates by %j', (separator) => {
    fc.assert(
      fc.property(fc.array(anyHostile, { minLength: 1, maxLength: 5 }), (cells) => {
        const line = csvLine(cells)
        for (const cell of cellsOf(line, separator)) expect(cell.trim()).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
        expect(acting(line.replace(/\r\n$/, ''))).toEqual([])
        expect(line.trimEnd()).not.toContain('\n')
      }),
      RUNS,
    )
  })

  test('there are as many cells as were given, and none is cut', () => {
    for (const text of HOSTILE) {
      expect(cellsOf(csvLine([text, 'b', text]), ',')).toHaveLength(3)
      expect(csvLine([text]).length).toBeGreaterThanOrEqual(text.length)
    }
  })
})
