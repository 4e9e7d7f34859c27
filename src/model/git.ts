const settings = (...given: readonly string[]): string[] => given.flatMap((setting) => ['-c', setting])

/** What every question to Git begins with: no program runs that files of a work tree could be (E18). */
export const NO_PROGRAMS: readonly string[] = settings('core.fsmonitor=false', 'core.hooksPath=/dev/null')

/**
 * The same, and a repository that lies among the files of a work tree counts for none: with it, whoever writes these files
 * would bring commits and settings of their own (E18).
 */
export const NO_TRUST: readonly string[] = [...settings('safe.bareRepository=explicit'), ...NO_PROGRAMS]
