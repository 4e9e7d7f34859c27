import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { safe } from '../../report/safe.js'
import type { NewFile } from './estate-files.js'
import { packageRoot } from './oclif.js'

export const CI_HOSTS = ['github', 'gitlab'] as const
export type CiHost = (typeof CI_HOSTS)[number]

/** Files of a pipeline, and the root of the repository, below which they stand. */
export interface Pipeline {
  readonly root: string
  readonly files: readonly NewFile[]
  /** What somebody has to do by hand before it runs. */
  readonly next: readonly string[]
}

/** The pipeline of an estate: plan in the request, apply after its merge, drift at night. Reads, and writes nothing. */
export function pipeline(host: CiHost, dir: string): Pipeline {
  const root = repositoryOf(resolve(dir))
  const estate = relative(root, resolve(dir)).split(sep).join('/') || '.'
  const { template, path, next } = host === 'github' ? GITHUB : gitlab(root)
  const text = readFileSync(join(packageRoot, 'templates', template), 'utf8')
  const branch = defaultBranch(root)
  const files = [{ path, text: onBranch(placed(text, estate), branch) }]
  return {
    root,
    files,
    next: [...next.map((step) => step.replace('for main alone', `for ${safe(branch)} alone`)), ...LATER],
  }
}

/** The nearest folder that is a repository's; the estate's own where none is. */
function repositoryOf(dir: string): string {
  for (let at = dir; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (dirname(at) === at) return dir
  }
}

/** Where the estate lies in the repository. JSON is YAML too, whatever the folder is called. */
const placed = (text: string, estate: string): string =>
  estate === '.' ? text : text.replace(/^( +(?:dir|WRIT_DIR): )\.$/gm, (_, key: string) => key + JSON.stringify(estate))

/** A push to another branch than the default one would start nothing. Comments speak of main as an example. */
const onBranch = (text: string, branch: string): string =>
  branch === 'main'
    ? text
    : text.replace(/^( +branches: )\[main\]$/m, (_, key: string) => `${key}[${JSON.stringify(branch)}]`)

/** The branch of origin that its HEAD names, else what Git would begin a repository with; offline. `main` where neither says. */
function defaultBranch(root: string): string {
  const remote = gitSays(root, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD'])
  if (remote !== '') return remote.replace(/^origin\//, '')
  return gitSays(root, ['config', '--get', 'init.defaultBranch']) || 'main'
}

/** What Git answers on one line; empty where it has no answer, or where there is no Git. */
function gitSays(root: string, args: readonly string[]): string {
  try {
    return execFileSync('git', ['-c', 'core.fsmonitor=false', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return ''
  }
}

const GITHUB = {
  template: 'github/writ.yml',
  path: '.github/workflows/writ.yml',
  next: [
    "put your copy of Writ's repository, and the commit of it that you trust, in the place of YOUR-ORG/writ@000…",
    'make the secret WRIT_READ_TOKEN, and the environment writ with the secret WRIT_TOKEN in it, for main alone',
  ],
} as const

const STANDALONE = '.gitlab-ci.yml'
const INCLUDED = '.gitlab/writ.gitlab-ci.yml'

/** A pipeline that is there already gets one line more, from whoever it belongs to. */
function gitlab(root: string) {
  const isFree = !existsSync(join(root, STANDALONE))
  const include = isFree ? [] : [`add to ${STANDALONE}: include: [{ local: ${INCLUDED} }]`]
  return {
    template: 'gitlab/writ.gitlab-ci.yml',
    path: isFree ? STANDALONE : INCLUDED,
    next: [
      ...include,
      "build Writ's Dockerfile into your registry, and name it by its digest at image: in the file",
      'make the variables WRIT_READ_TOKEN and WRIT_FORGE_TOKEN, and, protected and for the environment writ alone, WRIT_TOKEN and WRIT_APPLY_FORGE_TOKEN',
    ],
  } as const
}

const LATER = [
  'say in writ.yaml platform.readToken, and record: {store: "git:refs/writ/records"}',
  'let nothing reach the default branch but requests that somebody approved',
]
