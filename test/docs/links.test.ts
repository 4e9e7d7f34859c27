import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import MarkdownIt from 'markdown-it'
import { expect, test } from 'vitest'
import { root } from '../commands/writ.js'
import { documents, textOf } from './documents.js'

const markdown = new MarkdownIt({ html: true })
const pages = [...documents, 'CHANGELOG.md']

/** Where a page leads: links, pictures, and the heads of its sections. */
function read(page: string): { readonly targets: readonly string[]; readonly anchors: ReadonlySet<string> } {
  const tokens = markdown.parse(textOf(page), {})
  const inline = tokens.flatMap(({ children }) => children ?? [])
  const targets = inline
    .flatMap((token) => [token.attrGet('href'), token.attrGet('src')])
    .filter((target) => target !== null)
  const heads = tokens.flatMap(({ type }, at) => (type === 'heading_open' ? [tokens[at + 1]?.children ?? []] : []))
  const slugs = heads.map((head) => slug(head.map(({ content }) => content).join('')))
  return { targets, anchors: new Set(slugs.map((one, at) => numbered(slugs, one, at))) }
}

/** As GitHub names a section. */
const slug = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-')

function numbered(slugs: readonly string[], one: string, at: number): string {
  const before = slugs.slice(0, at).filter((other) => other === one).length
  return before === 0 ? one : `${one}-${before}`
}

const isOutside = (target: string) => /^[a-z]+:/.test(target)

test.each(pages)('%s: each link leads to a file that is there, and to a section that it has', (page) => {
  const broken = read(page)
    .targets.filter((target) => !isOutside(target))
    .filter((target) => {
      const [path = '', anchor] = decodeURI(target).split('#')
      const file = path === '' ? page : normalize(join(dirname(page), path))
      if (file.startsWith('..') || !existsSync(join(root, file))) return true
      return anchor !== undefined && file.endsWith('.md') && !read(file).anchors.has(anchor)
    })
  expect(broken).toEqual([])
})

test('each page of docs/ is in its index, and the README leads there', () => {
  const { targets } = read('docs/README.md')
  const missing = documents
    .filter((page) => page.startsWith('docs/') && page !== 'docs/README.md')
    .filter((page) => !targets.some((target) => target.split('#')[0] === page.slice('docs/'.length)))
  expect(missing).toEqual([])
  expect(read('README.md').targets.map((target) => target.replace(/\/$/, '/README.md'))).toContain('docs/README.md')
})

test('pages name files of this repository that are there', () => {
  const named = documents.flatMap((page) =>
    [...textOf(page).matchAll(/`((?:src|test|schema|scripts|examples|policies|docs)\/[\w./-]*(?:\.[a-z]+|\/))`/g)].map(
      ([, file = '']) => [page, file],
    ),
  )
  expect(named.length).toBeGreaterThan(0)
  expect(named.filter(([, file = '']) => !existsSync(join(root, file.replace(/\/$/, ''))))).toEqual([])
  expect(statSync(join(root, 'docs')).isDirectory() && readdirSync(join(root, 'docs')).length).toBeGreaterThan(5)
})
