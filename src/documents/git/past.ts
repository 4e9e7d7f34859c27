import { Fault } from '../../model/fault.js'
import type { Git } from './git.js'

/** A commit as its object says it; names and dates are its author's word. */
export interface CommitFacts {
  readonly commit: string
  /** When it was committed and written, ISO 8601, UTC. */
  readonly committedAt: string
  readonly authoredAt: string
  /** `Ana <ana@acme.example>`. */
  readonly author: string
  readonly subject: string
}

/** The branch that is checked out, back along first parents: what was its head at one time or another. */
export interface Branch {
  /** `refs/heads/main`; HEAD where no branch is. */
  readonly ref: string
  /** The newest first. */
  readonly commits: readonly CommitFacts[]
  /** The clone ends before the history does. */
  readonly isShallow: boolean
}

const FIELDS = ['%H', '%ct', '%at', '%an <%ae>', '%s'] as const

/** Null where there is no repository, or no commit yet. */
export async function readBranch(git: Git): Promise<Branch | null> {
  const head = await git.line('rev-parse', '--verify', '--quiet', 'HEAD^{commit}')
  if (head === null || head === '') return null
  const ref = (await git.line('symbolic-ref', '--quiet', 'HEAD')) ?? 'HEAD'
  const isShallow = (await git.line('rev-parse', '--is-shallow-repository')) === 'true'
  return { ref, commits: await logOf(git, '--first-parent', head), isShallow }
}

/** Commits by their ids, as far as they are there. */
export async function readCommits(git: Git, ids: readonly string[]): Promise<Map<string, CommitFacts>> {
  const facts = new Map<string, CommitFacts>()
  for (const id of new Set(ids)) for (const each of await logOf(git, '--no-walk', id)) facts.set(id, each)
  return facts
}

/** Fields end with a zero sign, which nothing that Git prints of a commit holds; all else anybody may write into one. */
async function logOf(git: Git, how: string, commit: string): Promise<CommitFacts[]> {
  // No mailmap: a file of the work tree would say who wrote what.
  const args = ['-c', 'log.showSignature=false', 'log', '-z', '--no-mailmap', '--no-color', how]
  const format = `--format=${FIELDS.join('%x00')}`
  const text = (await git.ask([...args, format, '--end-of-options', commit]))?.toString('utf8') ?? ''
  const fields = text.split('\0')
  if (fields.pop() !== '' || fields.length % FIELDS.length !== 0) throw oddLog()
  return Array.from({ length: fields.length / FIELDS.length }, (_, at) =>
    factsIn(fields.slice(at * FIELDS.length, (at + 1) * FIELDS.length)),
  )
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
const SECONDS = /^-?\d*$/

function factsIn([commit = '', committed = '', authored = '', author = '', subject = '']: string[]): CommitFacts {
  if (!ID.test(commit) || !SECONDS.test(committed) || !SECONDS.test(authored)) throw oddLog()
  return { commit, committedAt: isoOf(committed), authoredAt: isoOf(authored), author, subject }
}

const oddLog = (): Fault =>
  new Fault('history/log', "git's log is not as it was asked for", 'run git fsck in the repository')

/** Seconds since 1970; what no calendar knows stays the beginning. */
function isoOf(seconds: string): string {
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString()
}

/**
 * Which commit wrote each of some lines of a file, as a commit has it; lines that it does not have are left out, and in a
 * shallow clone those whose history ends before it tells.
 */
export async function blame(git: Git, { commit, file, isShallow }: Blamed, lines: readonly number[]): Promise<Lines> {
  const wanted = [...new Set(lines)].sort((a, b) => a - b)
  const settings = ['-c', 'blame.ignoreRevsFile=', '-c', 'diff.external=']
  const ask = async (ranges: readonly number[]): Promise<string | null> => {
    const options = ranges.flatMap((line) => ['-L', `${line},${line}`])
    const all = [...settings, 'blame', '--porcelain', '--no-textconv', ...options, commit, '--', file]
    return (await git.ask(all))?.toString('utf8') ?? null
  }
  const together = await ask(wanted)
  // One line that the file does not have spoils the answer about all.
  const texts =
    together === null && wanted.length > 1 ? await Promise.all(wanted.map((line) => ask([line]))) : [together]
  return new Map(texts.flatMap((text) => [...linesIn(text ?? '', isShallow)]))
}

interface Blamed {
  readonly commit: string
  readonly file: string
  readonly isShallow: boolean
}

/** By the number of the line: the commit that wrote it. */
export type Lines = ReadonlyMap<number, string>

function linesIn(text: string, isShallow: boolean): Lines {
  const found = new Map<number, string>()
  const ends = new Set<string>()
  let current = ''
  for (const line of text.split('\n')) {
    const [, id, number] = /^([0-9a-f]{40}|[0-9a-f]{64}) \d+ (\d+)/.exec(line) ?? []
    if (id !== undefined) {
      current = id
      found.set(Number(number), id)
    } else if (line === 'boundary' && isShallow) ends.add(current)
  }
  return new Map([...found].filter(([, id]) => !ends.has(id)))
}
