import { Git } from '../../documents/git/git.js'
import { blame, type CommitFacts, type Lines, readCommits } from '../../documents/git/past.js'
import type { AskAuthor } from '../../history/period.js'
import type { Story } from '../../history/story.js'

const ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/
const NOBODY = { commit: null, author: null, at: null }

/** Asks Git once for each file of each commit who wrote the lines that runs name as causes. */
export async function authorsOf(dir: string, stories: readonly Story[], isShallow: boolean): Promise<AskAuthor> {
  const git = new Git(dir)
  const found = new Map<string, Lines>()
  for (const [key, { commit, file, lines }] of wantedBy(stories))
    found.set(key, await blame(git, { commit, file, isShallow }, [...lines]).catch(() => new Map()))
  const ids = [...found.values()].flatMap((lines) => [...lines.values()])
  const facts = await readCommits(git, ids).catch(() => new Map<string, CommitFacts>())
  return (commit, file, line) => {
    const by = facts.get(found.get(keyOf(commit ?? '', file))?.get(line) ?? '')
    return by === undefined ? NOBODY : { commit: by.commit, author: by.author, at: by.authoredAt }
  }
}

interface Wanted {
  readonly commit: string
  readonly file: string
  readonly lines: Set<number>
}

/** Records are somebody's word: what is no id, and no place below the estate, Git is not asked about. */
function wantedBy(stories: readonly Story[]): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>()
  for (const { begun, writes } of stories)
    for (const { file, line } of writes.flatMap(({ write }) => write.causes ?? [])) {
      const { commit } = begun.estate
      if (commit === null || !ID.test(commit) || !isBelow(file) || !Number.isSafeInteger(line) || line < 1) continue
      const key = keyOf(commit, file)
      const each = wanted.get(key) ?? { commit, file, lines: new Set<number>() }
      each.lines.add(line)
      wanted.set(key, each)
    }
  return wanted
}

const keyOf = (commit: string, file: string): string => `${commit}:${file}`

const isBelow = (file: string): boolean =>
  file !== '' && !file.startsWith('/') && !file.startsWith(':') && !file.split('/').includes('..')
