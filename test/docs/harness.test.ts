import { describe, expect, test } from 'vitest'
import { blocksOf, surroundingsOf } from './blocks.js'
import { commandsOf } from './commands.js'
import { isShown } from './output.js'
import { runDocument } from './run-document.js'

const page = (...lines: string[]) => ['# A page', '', ...lines, ''].join('\n')

describe('what runs the documents', () => {
  test('a command that fails is told with document and line, and ends the document', async () => {
    const text = page('```sh', 'true', 'for i in 1 2; do', '  false', 'done', 'echo never > never', '```')
    const { failures, commands } = await runDocument('docs/page.md', text)
    expect(failures).toEqual([
      'docs/page.md:5: for i in 1 2; do\n  false\ndone\nended with 1, and the document says 0\n',
    ])
    expect(commands).toBe(2)
  })

  test('`# exit N` says what a command ends with, and another end is a failure', async () => {
    expect((await runDocument('p.md', page('```sh', 'false   # exit 1', '```'))).failures).toEqual([])
    expect((await runDocument('p.md', page('```sh', 'true   # exit 1', '```'))).failures).toHaveLength(1)
  })

  test('folders, variables and the last exit code live on from block to block', async () => {
    const text = page(
      '```sh',
      'mkdir a && cd a',
      'export X=1',
      '```',
      '```console',
      '$ (exit 4) # exit 4',
      '$ echo $? $X $(basename $PWD)',
      '4 1 a',
      '```',
    )
    expect(await runDocument('p.md', text)).toMatchObject({ failures: [], changed: [], commands: 4 })
  })

  test('output that differs is named, and the updated document has the real one', async () => {
    const text = page('```console', '$ echo one', 'two', 'three', '$ echo three', 'three', '```')
    const { changed, updated } = await runDocument('p.md', text)
    expect(changed).toEqual(['p.md:4: echo one'])
    expect(updated).toBe(text.replace('two\nthree\n', 'one\n'))
  })

  test('a file that a block names is there for the commands after it', async () => {
    const text = page(
      '```yaml',
      '# a/b.yaml',
      'x: 1',
      '```',
      '<!-- file: c.json -->',
      '```json',
      '{}',
      '```',
      '```console',
      '$ tail -n 1 a/b.yaml c.json',
      '==> a/b.yaml <==',
      'x: 1',
      '',
      '==> c.json <==',
      '{}',
      '```',
    )
    expect(await runDocument('p.md', text)).toMatchObject({ failures: [], changed: [] })
  })

  test('the day is the same every day, for programs and for Git', async () => {
    const text = page(
      '<!-- run: git -->',
      '```console',
      '$ node -p "new Date().toISOString().slice(0, 10)"',
      '2026-11-22',
      '$ git commit -q --allow-empty -m x && git log --format=%as',
      '2026-11-22',
      '```',
    )
    expect(await runDocument('p.md', text)).toMatchObject({ failures: [], changed: [] })
  })

  test('a sandbox that a block starts is asked with the tokens that it printed, under whatever port', async () => {
    const text = page(
      '```sh',
      'writ init .',
      'writ sandbox --port 4010',
      '```',
      '```sh',
      'WRIT_TOKEN=… WRIT_READ_TOKEN=… writ plan',
      '```',
    )
    const { failures } = await runDocument('p.md', text)
    expect(failures).toEqual([])
  })

  test('an answer is typed on a terminal', async () => {
    const text = page(
      '<!-- answer: yes -->',
      '```console',
      '$ read -p "Sure? " x && echo "said $x"',
      '…',
      '…said yes',
      '```',
    )
    expect(await runDocument('p.md', text)).toMatchObject({ failures: [], changed: [] })
  })
})

test('blocks: comments right before a block are its own, and longer fences hold shorter ones', () => {
  const blocks = blocksOf(page('<!-- not run: reason -->', '```sh', 'a', '```', 'text', '````text', '```', '````'))
  expect(blocks.map(({ language, text, line, said }) => [language, text, line, [...said]])).toEqual([
    ['sh', 'a', 5, [['not run', 'reason']]],
    ['text', '```', 9, []],
  ])
  expect([...surroundingsOf(page('<!-- run: git sandbox=a/b.json -->'))]).toEqual([
    ['git', ''],
    ['sandbox', 'a/b.json'],
  ])
})

test('commands: here-documents, loops and lines that go on are one command each', () => {
  const text = "cat > f <<'X'\na\nX\n# a comment\necho a \\\n  b\nif true; then\n  c\nfi"
  const commands = commandsOf({ language: 'sh', text, line: 10, said: new Map() })
  expect(commands.map(({ text, line }) => [text.split('\n')[0], line])).toEqual([
    ["cat > f <<'X'", 10],
    ['echo a \\', 14],
    ['if true; then', 16],
  ])
  expect(() => commandsOf({ language: 'sh', text: 'echo "a', line: 3, said: new Map() })).toThrow('line 3')
  expect(() => commandsOf({ language: 'console', text: 'a', line: 3, said: new Map() })).toThrow('line 3')
})

test.each([
  ['a\n…\nd', 'a\nb\nc\nd', true],
  ['a\n…\nd', 'a\nd', true],
  ['a\n…', 'a\nb', true],
  ['a … d', 'a b c d', true],
  ['a', 'a\nb', false],
  ['a.c', 'abc', false],
  ['plan 7c1e02…  in 1.9 s', 'plan 8d2f11…  in 12 s', true],
  ['at 2026-11-22 14:03 UTC', 'at 2027-01-01 00:00 UTC', true],
  ['until 2026-11-22', 'until 2027-01-01', false],
  ['3 connections', '4 connections', false],
])('output: %j shows %j: %s', (expected, actual, is) => {
  expect(isShown(expected, actual)).toBe(is)
})
