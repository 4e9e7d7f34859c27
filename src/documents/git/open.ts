import { existsSync, realpathSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Fault } from '../../model/fault.js'
import { CommitTree } from './commit.js'
import { type Environment, Git } from './git.js'

/** An estate as a commit has it. */
export interface OpenedCommit {
  readonly ref: string
  /** The commit's whole id. */
  readonly commit: string
  /** Null where the commit holds no estate anywhere: then nothing was declared before. */
  readonly tree: CommitTree | null
}

/**
 * Opens the estate of a commit, without touching the work tree: the same folder, as the commit has it.
 * @param dir the estate's folder in the work tree
 * @throws Fault `baseline/...` where that cannot be done for certain
 */
export async function openCommit(dir: string, ref: string, env?: Environment): Promise<OpenedCommit> {
  checkRef(ref)
  if (!existsSync(dir)) throw noRepository(dir)
  const git = new Git(dir, env)
  const top = await git.line('rev-parse', '--show-toplevel')
  if (top === null || top === '') throw noRepository(dir)
  const prefix = prefixOf(realpathSync(top), dir)
  await checkOne(git, ref)
  const commit = await resolveCommit(git, ref)
  const tree = await git.line('rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}:${prefix}`)
  const type = tree === null ? null : await git.line('cat-file', '-t', tree)
  const opened = type === 'tree' ? await CommitTree.open(git, tree as string, `${label(ref, commit)}:`) : null
  if (opened?.list('').some(({ name }) => name === 'writ.yaml')) return { ref, commit, tree: opened }
  await checkNoneElsewhere(git, ref, commit, prefix)
  return { ref, commit, tree: null }
}

function checkRef(ref: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (ref !== '' && ref.length <= 1000 && !ref.startsWith('-') && !/[\u0000-\u0020\u007f]/.test(ref)) return
  throw new Fault(
    'baseline/ref',
    `--baseline ${JSON.stringify(ref.slice(0, 100))} is no name of a commit`,
    'name a branch, a tag or a commit, such as origin/main',
  )
}

/** As a commit is named in short; a whole id is cut. */
const label = (ref: string, commit: string): string => (ref === commit ? commit.slice(0, 12) : ref)

/**
 * A name must mean one commit: Git takes a tag before a branch and a branch before what was fetched, so that whoever may
 * push a tag named origin/main would choose the baseline (E18).
 */
async function checkOne(git: Git, ref: string): Promise<void> {
  const name = ref.replace(/[~^:].*|@\{.*/, '')
  if (name === '' || name.startsWith('refs/')) return
  const places = ['refs/', 'refs/tags/', 'refs/heads/', 'refs/remotes/'].map((place) => place + name)
  places.push(`refs/remotes/${name}/HEAD`)
  const format = '--format=%(refname)%09%(objectname)%09%(*objectname)'
  const listed = (await git.line('for-each-ref', format, ...places)) ?? ''
  const found = listed.split('\n').map((line) => line.split('\t'))
  const meant = found.filter(([place = '']) => places.includes(place))
  if (new Set(meant.map(([, id, peeled]) => peeled || id)).size < 2) return
  const names = meant.map(([place]) => place).join(' and ')
  throw new Fault(
    'baseline/ambiguous-ref',
    `${ref} may be ${names}, which differ`,
    'name the one that is meant in full',
  )
}

async function resolveCommit(git: Git, ref: string): Promise<string> {
  const commit = await git.line('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`)
  if (commit !== null && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit)) return commit
  const isShallow = (await git.line('rev-parse', '--is-shallow-repository')) === 'true'
  throw new Fault(
    'baseline/unknown-ref',
    `${ref} names no commit of this repository${isShallow ? ', which is a shallow clone' : ''}`,
    isShallow
      ? `bring it here first: git fetch --depth=1 origin ${ref.replace(/^origin\//, '')}`
      : `bring it here first: git fetch origin ${ref.replace(/^origin\//, '')}; or name another`,
  )
}

/**
 * The estate's folder as the commit knows it: by the names on the way to it. A link on the way inside the repository
 * would let the work tree choose which folder of the baseline counts (E18).
 */
function prefixOf(top: string, dir: string): string {
  const here = realpathSync(dir)
  const named = resolve(dir)
  for (let at = named; ; at = dirname(at)) {
    if (realpathSync(at) === top) {
      const path = relative(at, named)
      if (join(top, path) !== here) throw linked(dir)
      return path.split(sep).join('/')
    }
    if (dirname(at) === at) return relative(top, here).split(sep).join('/')
  }
}

/** A baseline without an estate is believed only of a repository that had none: a moved estate brings no limits of its own. */
async function checkNoneElsewhere(git: Git, ref: string, commit: string, prefix: string): Promise<void> {
  const names = await git.ask(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit])
  if (names === null) throw new Fault('baseline/unreadable', `the commit ${commit} could not be listed`, FETCH)
  const elsewhere = names
    .toString('utf8')
    .split('\0')
    .find((name) => /(^|\/)writ\.yaml$/.test(name))
  if (elsewhere === undefined) return
  throw new Fault(
    'baseline/no-estate',
    `${ref} has no estate in ${prefix === '' ? 'the root of the repository' : prefix}; it has one at ${elsewhere}`,
    'name the folder in which the baseline has it; an estate that moves is moved in a commit of its own, reviewed by people',
  )
}

const FETCH = 'git fsck tells what is wrong with the repository; git fetch brings what is missing'

const noRepository = (dir: string): Fault =>
  new Fault(
    'baseline/no-repository',
    `${dir} is not in the work tree of a Git repository that may be read`,
    'run git status there and see why; or leave --baseline out',
  )

const linked = (dir: string): Fault =>
  new Fault(
    'baseline/link',
    `${dir} is reached over a link inside the repository`,
    'name the folder itself: over a link, the baseline could be another folder',
  )
