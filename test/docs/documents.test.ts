import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../commands/writ.js'
import { blocksOf } from './blocks.js'
import { commandsOf, isOfThisRepository } from './commands.js'
import { documents, textOf } from './documents.js'
import { runDocument } from './run-document.js'

const isCommands = ({ language }: { language: string }) => language === 'sh' || language === 'console'
const all = documents.map((name) => ({ name, text: textOf(name), blocks: blocksOf(textOf(name)) }))
const withCommands = all.filter(({ blocks }) => blocks.some((block) => isCommands(block) && !block.said.has('not run')))

describe('every command of the documents is run, in order, in a folder of its own', () => {
  // What is printed differs, and that is meant: npx vitest run test/docs/documents -u, and read what it did to the pages.
  test.each(withCommands)(
    '$name',
    async ({ name, text }) => {
      const { failures, changed, updated } = await runDocument(name, text)
      expect(failures.join('\n\n')).toBe('')
      await expect(updated, changed.join('\n')).toMatchFileSnapshot(join(root, name))
    },
    300_000,
  )
})

test('what works on this repository itself is not run, and only its README speaks of it', () => {
  const ours = all.flatMap(({ name, blocks }) =>
    blocks.filter(isCommands).flatMap((block) =>
      commandsOf(block)
        .filter(({ text }) => isOfThisRepository(text))
        .map(({ text }) => `${name}: ${text.replace(/\s*#.*/, '')}`),
    ),
  )
  expect(ours).toEqual(['README.md: npm ci && npm run demo', 'README.md: npm ci && npm test'])
})

test('a block of commands that no test runs says why, and there are few', () => {
  const excused = all.flatMap(({ name, blocks }) =>
    blocks
      .filter((block) => isCommands(block) && block.said.has('not run'))
      .map(({ line, said }) => ({ at: `${name}:${line}`, reason: said.get('not run') ?? '' })),
  )
  expect(excused.filter(({ reason }) => reason.length < 12)).toEqual([])
  expect(excused.length, JSON.stringify(excused, null, 1)).toBeLessThanOrEqual(10)
})

const LANGUAGES = 'sh console text yaml json mermaid markdown html diff ts js dockerfile groovy csv'.split(' ')

test('each block says what it is, and commands do not hide under another name', () => {
  const unknown = all.flatMap(({ name, blocks }) =>
    blocks
      .filter(({ language }) => !LANGUAGES.includes(language))
      .map(({ line, language }) => `${name}:${line} ${language}`),
  )
  expect(unknown).toEqual([])
  const hidden = all.flatMap(({ name, blocks }) =>
    blocks
      .filter(({ language, text }) => language === 'text' && /^(\$ |writ |npx |npm )/m.test(text))
      .map(({ line }) => `${name}:${line}`),
  )
  expect(hidden).toEqual([])
  const indented = all.flatMap(({ name, text }) =>
    text.split('\n').flatMap((line, at) => (/^\s+(```|~~~)/.test(line) ? [`${name}:${at + 1}`] : [])),
  )
  expect(indented).toEqual([])
})
