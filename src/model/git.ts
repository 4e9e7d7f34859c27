import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const settings = (...given: readonly string[]): string[] => given.flatMap((setting) => ['-c', setting])

/** What every question to Git begins with: no program runs that files of a work tree could be (E18). */
const NO_PROGRAMS = settings('core.fsmonitor=false', 'core.hooksPath=/dev/null')

/**
 * The same, and a repository that lies among the files of a work tree counts for none: with it, whoever writes these files
 * would bring commits and settings of their own (E18).
 */
export const NO_TRUST: readonly string[] = [...settings('safe.bareRepository=explicit'), ...NO_PROGRAMS]

/** A repository without a work tree may be asked too, where the folder stands in no other's. */
export const noTrustIn = (dir: string): readonly string[] => (isInWorkTree(resolve(dir)) ? NO_TRUST : NO_PROGRAMS)

const isInWorkTree = (dir: string): boolean =>
  existsSync(join(dir, '.git')) || (dirname(dir) !== dir && isInWorkTree(dirname(dir)))
