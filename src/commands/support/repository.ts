import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/**
 * Puts paths of an estate where hosts of code look for them: relative to the top of the repository that the estate's folder
 * is in, or to the current folder outside of one. Nothing runs for it: a `.git` on the way up tells.
 * @example located('estate')('accounts/acme.yaml') // 'estate/accounts/acme.yaml'
 */
export function located(dir: string): (file: string) => string {
  const folder = resolve(dir)
  const way = relative(topOf(folder) ?? resolve('.'), folder)
    .split(sep)
    .join('/')
  return (file) => (way === '' ? file : `${way}/${file}`)
}

const topOf = (folder: string): string | null => {
  if (existsSync(join(folder, '.git'))) return folder
  return dirname(folder) === folder ? null : topOf(dirname(folder))
}

/** How many lines a file of the estate has; null where it cannot be read, as one that is gone. */
export const linesIn =
  (dir: string) =>
  (file: string): number | null => {
    try {
      return readFileSync(join(dir, file), 'utf8').replace(/\n$/, '').split('\n').length
    } catch {
      return null
    }
  }
