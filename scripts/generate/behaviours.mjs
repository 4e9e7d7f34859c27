// docs/behaviours.md: which tests hold each behaviour, on the platform's side and on Writ's.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GROUPS } from '../behaviours/numbers.mjs'
import { testTitles } from '../behaviours/titles.mjs'

const root = join(fileURLToPath(import.meta.url), '../../..')
const SIDES = [
  { name: 'platform', heading: 'the platform enforces it', of: (file) => file.startsWith('test/sandbox/') },
  { name: 'contract', heading: 'any platform is held to it', of: (file) => file.startsWith('test/conformance/') },
  { name: 'writ', heading: 'Writ plans, predicts, reports or proves it', of: () => true },
]

/** Each number with its words and the tests that cite it in their title, by side. */
export async function behaviours() {
  const titles = await testTitles(root)
  return GROUPS.flatMap(({ letter, words }) =>
    words.map((text, index) => {
      const number = `${letter}${index + 1}`
      const cited = titles.filter(({ title }) => numbersIn(title).includes(number))
      return { number, text, tests: bySide(cited) }
    }),
  )
}

/** Numbers that a title cites and no behaviour has. */
export async function strayNumbers() {
  const known = new Set(GROUPS.flatMap(({ letter, words }) => words.map((_, index) => `${letter}${index + 1}`)))
  const titles = await testTitles(root)
  return titles.flatMap(({ file, title }) =>
    numbersIn(title).flatMap((number) => (known.has(number) ? [] : [`${file}: ${number}`])),
  )
}

const numbersIn = (title) => title.match(/\b[LRUCTE]\d{1,2}\b/g) ?? []

function bySide(cited) {
  const sides = Object.fromEntries(SIDES.map(({ name }) => [name, []]))
  for (const test of cited) sides[SIDES.find(({ of }) => of(test.file)).name].push(test)
  return sides
}

export default async function make() {
  const all = await behaviours()
  const page = [
    '# Behaviours and their tests',
    'Made by `npm run generate` from the titles of the tests. Each number has a test on the reference platform, which enforces it, and one on Writ, which plans, predicts, reports or proves it.',
    ...GROUPS.flatMap((group) => groupPage(group, all)),
  ]
  return new Map([['docs/behaviours.md', `${page.join('\n\n')}\n`]])
}

const groupPage = ({ letter, about }, all) => [
  `## ${letter}: ${about}`,
  ...all.filter(({ number }) => number.startsWith(letter)).flatMap(entry),
]

function entry({ number, text, tests }) {
  const lines = [`### ${number} ${text}`]
  const told = SIDES.filter(({ name }) => tests[name].length > 0)
  return [...lines, told.map(({ name, heading }) => `*${heading}*\n\n${bullets(tests[name])}`).join('\n\n')]
}

const bullets = (tests) => tests.map(({ file, title }) => `- ${escaped(title)} · \`${file}\``).join('\n')

const escaped = (title) => title.replace(/[\\`*_[\]<>|$]/g, '\\$&').replace(/\s+/g, ' ')
