import type { Estate } from '../model/document.js'
import { Fault } from '../model/fault.js'
import { misplaced } from './files/rule.js'
import { findFiles } from './find.js'
import type { CommitTree } from './git/commit.js'
import type { Environment } from './git/git.js'
import { blobId } from './git/objects.js'
import { openCommit } from './git/open.js'
import { type Loaded, type LoadOptions, loadEstate } from './load.js'
import { Memory } from './memory.js'
import { settle } from './settle.js'

/** An estate beside the same as another commit has it. */
export interface LoadedBaseline {
  /** The work tree's, also held against what the baseline says may stand where. */
  readonly head: Loaded
  /** Null where the work tree's is not valid: then nobody asks. */
  readonly baseline: {
    readonly commit: string
    /** Null where the commit holds no estate. */
    readonly loaded: Loaded | null
  } | null
}

/**
 * Loads an estate and its baseline. What both share is parsed once, and where nothing differs they are one.
 * @param ref the commit, as somebody names it
 * @param git the environment in which Git runs; absent, this process's own
 * @throws Fault `baseline/...` where the commit cannot be read for certain
 */
export async function loadWithBaseline(
  dir: string,
  ref: string,
  options: LoadOptions,
  git?: Environment,
): Promise<LoadedBaseline> {
  const { commit, tree } = await openCommit(dir, ref, git)
  const memory = new Memory(blobId(commit))
  const head = await loadEstate(dir, { ...options, memory })
  if (head.estate === null) return { head, baseline: null }
  const loaded = tree === null ? null : await loadCommit(tree, head, { ...options, memory })
  if (loaded?.documents === 1) throw nothingDeclared(ref)
  return { head: heldAgainst(head, head.estate, loaded?.estate ?? null), baseline: { commit, loaded } }
}

const loadCommit = async (
  tree: CommitTree,
  head: Loaded,
  options: LoadOptions & { memory: Memory },
): Promise<Loaded> => (isSame(tree, head, options.memory) ? head : loadEstate(tree, options))

/** Are all files of a commit those of the estate that was loaded, byte by byte? */
function isSame(tree: CommitTree, head: Loaded, memory: Memory): boolean {
  const { files, diagnostics } = findFiles(tree)
  return (
    diagnostics.length === 0 &&
    files.length === head.files &&
    files.every(({ file, path }) => memory.recall(file, tree.id(path)) !== undefined)
  )
}

/** What may stand where is the baseline's word too: nobody lets their own files in (E18). */
function heldAgainst(head: Loaded, estate: Estate, before: Estate | null): Loaded {
  const rules = before?.config.files ?? []
  if (before === null || before === estate || rules.length === 0) return head
  const found = [...misplaced(estate.documents, { rules, source: before.configSource })]
  if (found.length === 0) return head
  return { ...head, estate: null, diagnostics: settle([...head.diagnostics, ...found]) }
}

/** An estate that declares nothing is none: it would release everything. */
const nothingDeclared = (ref: string): Fault =>
  new Fault(
    'baseline/empty',
    `${ref} has a writ.yaml and no document beside it: nothing can be held against that`,
    'name a commit that declares something, or leave --baseline out until one is merged',
  )
