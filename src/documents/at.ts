import type { Environment } from './git/git.js'
import { openCommit } from './git/open.js'
import { type Loaded, type LoadOptions, loadEstate } from './load.js'

/**
 * The estate of a folder as a commit has it, read from Git's objects alone; null where that commit holds none.
 * @throws Fault `baseline/...` where the commit cannot be read for certain
 */
export async function loadAt(
  dir: string,
  commit: string,
  options: LoadOptions,
  git?: Environment,
): Promise<Loaded | null> {
  const { tree } = await openCommit(dir, commit, git)
  return tree === null ? null : loadEstate(tree, options)
}
