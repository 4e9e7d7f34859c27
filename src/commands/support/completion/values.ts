import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type Glimpse, glance } from '../../../documents/glance.js'
import { SHRINKABLE } from '../lists.js'
import { packageRoot } from '../oclif.js'
import type { Candidate, Completion, Values } from './words.js'

/** A keystroke waits for no more than this. */
const BUDGET = { bytes: 24 * 1024 * 1024, milliseconds: 400 }
/** So many names are offered; of more, the shell shows nobody anything useful. */
const MOST = 2_000

/** What flags and arguments may be, by what stands in the estate's folder: files are read, nothing is run or asked. */
export const estateValues: Values = {
  of: (what, dir) => SORTS[what]?.(() => glance(dir, BUDGET)) ?? { candidates: [] },
}

type Sort = (look: () => Glimpse) => Completion

const words = (values: Iterable<string>): Completion => ({
  candidates: [...values]
    .filter(isPlain)
    .slice(0, MOST)
    .map((value): Candidate => ({ value })),
})

/** A shell takes nothing in such a word for more than a letter, so that no name of an estate can run anything. */
const isPlain = (name: string): boolean => /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_@%+,./-]*$/u.test(name)

const names =
  (list: keyof Glimpse): Sort =>
  (look) =>
    words(look()[list])
const addresses: Sort = (look) => {
  const { apps, accounts } = look()
  return words([...accounts.map((name) => `account/${name}`), ...apps.map((name) => `app/${name}`)])
}
const files: Sort = () => ({ candidates: [], also: 'files' })
const folders: Sort = () => ({ candidates: [], also: 'folders' })
const plans: Sort = () => ({ ...words(planFiles('.')), also: 'files' })

const SORTS: Readonly<Record<string, Sort>> = {
  dir: folders,
  account: names('accounts'),
  app: names('apps'),
  user: names('users'),
  project: names('projects'),
  env: names('environments'),
  only: addresses,
  approved: plans,
  kind: () => words(KINDS),
  'confirm-shrink': () => words(SHRINKABLE),
  'confirm-uninstall': names('apps'),
  ...Object.fromEntries(['out', 'events', 'data', 'seed', 'key'].map((flag) => [flag, files])),
  'review-packs': folders,
  'explain.app': names('apps'),
  'show.what': (look) => ({ candidates: [...plans(look).candidates, ...addresses(look).candidates], also: 'files' }),
  'schema.kind': () => words(schemaNames()),
  'record:list.store': folders,
  'record:verify.store': folders,
  'record:show.record': files,
}

const KINDS = ['App', 'Package', 'AccountSet', 'Account', 'ProjectTemplate', 'Project', 'Group', 'User', 'Connection']

const schemaNames = (): string[] =>
  readdirSync(join(packageRoot, 'schema')).flatMap((file) => /^(.+)\.schema\.json$/.exec(file)?.[1] ?? [])

/** The files of a folder that begin as a plan does. */
function planFiles(dir: string): string[] {
  const all = readdirSync(dir, { withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.json'),
  )
  return all
    .map(({ name }) => name)
    .filter((name) => /^\{\s*"formatVersion": *1,\s*"tool": *"writ /.test(beginning(join(dir, name))))
}

function beginning(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(128)
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0))
  } finally {
    closeSync(file)
  }
}
