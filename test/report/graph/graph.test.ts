import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderMermaid } from '../../../src/report/graph/mermaid.js'
import { renderSvg } from '../../../src/report/graph/svg.js'
import { inBrowser, opened } from './browser.js'
import { graphOf, HOSTILE } from './drawing.js'

const MERMAID = createRequire(import.meta.url)
  .resolve('mermaid')
  .replace(/mermaid\.core\.mjs$/, 'mermaid.min.js')

describe('a drawing as Mermaid', () => {
  test('no name makes syntax: each line is a box, an arrow or a style, whatever things are called', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), (name) => {
        const lines = renderMermaid(graphOf(name))
          .split('\n')
          .filter((line) => line !== '')
        const boxes = lines.filter((line) => /^ {2}(n\d|more)\W/.test(line) && !line.includes('-->'))
        expect(lines.length).toBe(3 + 3 + 3 + 2 + 1 + 6)
        for (const line of boxes)
          expect(line).toMatch(/^ {2}\w+[[({]{1,2}"[^"\][{}()|<>`%]*(<br\/>[^"\][{}()|<>`%]*)*"[\])}]{1,2}:::\w+$/)
      }),
    )
  })
})

inBrowser('a drawing in a browser', () => {
  /** Mermaid itself, as it is set by default but for starting by itself. */
  async function mermaid() {
    const page = await opened('<!doctype html><meta charset="utf-8"><body></body>')
    await page.addScriptTag({ path: MERMAID })
    const draw = async (text: string) =>
      page.evaluate(async (source) => {
        const { mermaid: library } = window as unknown as {
          mermaid: { initialize(o: object): void; render(id: string, text: string): Promise<{ svg: string }> }
        }
        library.initialize({ startOnLoad: false })
        const { svg } = await library.render('drawing', source)
        document.body.innerHTML = svg
        const texts = [...document.querySelectorAll('.node .nodeLabel')].map((each) => each.textContent ?? '')
        const odd = document.body.querySelectorAll('script, a, img, foreignObject iframe, [onclick], [onerror]').length
        return { texts, odd, nodes: document.querySelectorAll('.node').length, theme: svg.includes('#1f2020') }
      }, text)
    return draw
  }

  test('a name is shown as it is', async () => {
    const draw = await mermaid()
    const { texts, nodes } = await draw(renderMermaid(graphOf('Müller & Söhne "[#1]" <b>')))
    expect(nodes).toBe(4)
    expect(texts[0]).toContain('package Müller & Söhne "[#1]" <b>')
  })

  test('no name makes a link, a script, a directive or a box of its own', async () => {
    const draw = await mermaid()
    for (const name of HOSTILE) {
      const drawn = await draw(renderMermaid(graphOf(name)))
      expect({ name, ...drawn, texts: drawn.texts.length }).toEqual({ name, odd: 0, nodes: 4, texts: 4, theme: false })
    }
  })

  test('neither does one that chance makes', async () => {
    const draw = await mermaid()
    const sign = fc.constantFrom(...'"#[](){}<>|%&;:`$\\/-=@.~^*_ \n\tab1'.split(''), 'end', 'click', '-->', '%%{', '❤️')
    const name = fc.array(sign, { minLength: 1, maxLength: 24 }).map((signs) => signs.join(''))
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const drawn = await draw(renderMermaid(graphOf(text)))
        expect([drawn.odd, drawn.nodes]).toEqual([0, 4])
      }),
      { numRuns: 40 },
    )
  })

  test.each(['light', 'dark'] as const)('the picture is whole, readable and asks for nothing, %s', async (scheme) => {
    for (const name of [...HOSTILE.filter((each) => /[<>\]👩]/u.test(each)), 'W'.repeat(60), '接'.repeat(40)]) {
      const svg = renderSvg(graphOf(name))
      expect(svg).not.toMatch(/<script|href=|url\((?!#tip\))|@import|<foreignObject/)
      const page = await opened(svg, { scheme, type: 'image/svg+xml' })
      const seen = await page.evaluate(() => {
        const root = document.documentElement
        const clipped = [...document.querySelectorAll('g.box')].filter((group) => {
          const frame = (group.querySelector('rect') as SVGGraphicsElement).getBBox()
          return [...group.querySelectorAll('text')].some((text) => {
            const { x, width } = text.getBBox()
            return x < frame.x || x + width > frame.x + frame.width
          })
        })
        const shade = (element: Element | null, property: 'fill') =>
          (getComputedStyle(element as Element)[property].match(/\d+/g) ?? []).slice(0, 3).map(Number)
        return {
          root: root.tagName,
          titled: document.querySelector('svg > title')?.textContent !== '' && root.getAttribute('aria-labelledby'),
          boxes: document.querySelectorAll('g.box').length,
          odd: document.querySelectorAll('script, a, image, foreignObject, parsererror').length,
          clipped: clipped.length,
          ink: shade(document.querySelector('g.box text'), 'fill'),
          page: shade(document.querySelector('.page'), 'fill'),
        }
      })
      expect({ name, ...seen, ink: 0, page: 0 }).toEqual({
        ...{ name, root: 'svg', titled: 'title desc', boxes: 3, odd: 0, clipped: 0, ink: 0, page: 0 },
      })
      const contrast = Math.abs((seen.ink[0] ?? 0) - (seen.page[0] ?? 0))
      expect(contrast).toBeGreaterThan(150)
      await page.close()
    }
  })
})
