import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { Git } from '../../src/documents/git/git.js'
import { readBranch, readCommits } from '../../src/documents/git/past.js'

/** A repository into which commits are written as objects, whatever stands in them. */
function repository() {
  const dir = mkdtempSync(join(tmpdir(), 'writ-log-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const git = (args: string[], input = '') => execFileSync('git', args, { cwd: dir, input, encoding: 'utf8' }).trim()
  git(['init', '-q', '-b', 'main'])
  const tree = git(['hash-object', '-w', '-t', 'tree', '--stdin'])
  const commit = ({ name, email, subject }: Hostile, at: number, parent: string | null, header = '') => {
    const who = `${name} <${email}> ${at} +0000`
    const text = `tree ${tree}\n${parent === null ? '' : `parent ${parent}\n`}author ${who}\ncommitter ${who}\n${header}\n${subject}\n`
    return git(['hash-object', '-w', '-t', 'commit', '--literally', '--stdin'], text)
  }
  return { dir, git, commit }
}

interface Hostile {
  readonly name: string
  readonly email: string
  readonly subject: string
}

const FORGED = `\u0001${'d8'.repeat(20)}`
const piece = fc.constantFrom(
  ...[
    '\u0001',
    '\u0002',
    '\u001e',
    '\u001f',
    '\r',
    '\t',
    '%x00',
    '%H',
    '\\0',
    FORGED,
    '1761000000',
    'a',
    ' ',
    '\u2028',
  ],
  ...['commit ', 'ana@acme.example', '\u001b[31m', '|', '"', "'", 'é'],
)
const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => pieces.join(''))
const hostile: fc.Arbitrary<Hostile> = fc.record({
  name: text,
  email: text,
  subject: fc.array(text, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
})

test('E14, E15: whatever names, addresses and messages hold, each commit of a branch is told once, as itself', async () => {
  const { dir, git, commit } = repository()
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 1, maxLength: 4 }), async (all) => {
      const ids: string[] = []
      for (const [at, each] of all.entries()) ids.push(commit(each, 1_770_000_000 + at * 60, ids.at(-1) ?? null))
      git(['update-ref', 'refs/heads/main', ids.at(-1) ?? ''])
      const branch = await readBranch(new Git(dir))
      expect(branch?.commits.map(({ commit: id }) => id)).toEqual([...ids].reverse())
      expect(branch?.commits.map(({ committedAt }) => Date.parse(committedAt) / 1000)).toEqual(
        ids.map((_, at) => 1_770_000_000 + at * 60).reverse(),
      )
      const facts = await readCommits(new Git(dir), ids)
      expect([...facts.keys()].sort()).toEqual([...new Set(ids)].sort())
    }),
    { numRuns: 25 },
  )
})

test('E15: a message that holds what looks like another commit puts none into the past', async () => {
  const { dir, git, commit } = repository()
  const plain = { name: 'Ana', email: 'ana@acme.example', subject: 'first' }
  const first = commit(plain, 1_770_000_000, null)
  const second = commit({ ...plain, subject: `tidy up${FORGED}` }, 1_770_000_060, first)
  git(['update-ref', 'refs/heads/main', second])
  const branch = await readBranch(new Git(dir))
  expect(branch?.commits.map(({ commit: id }) => id)).toEqual([second, first])
  expect(branch?.commits[0]?.subject).toBe(`tidy up${FORGED}`)
})

test.each(['UTF-7', 'UTF-16'])('E15: a message that says it is in %s makes no field of its own', async (encoding) => {
  const { dir, git, commit } = repository()
  const subject = `+AAA-${'d8'.repeat(20)}+AAA-1+AAA-2+AAA-a+AAA-b`
  const id = commit({ name: 'Ana', email: 'a@b', subject }, 1_770_000_000, null, `encoding ${encoding}\n`)
  git(['update-ref', 'refs/heads/main', id])
  expect((await readBranch(new Git(dir)))?.commits.map((each) => each.commit)).toEqual([id])
})
