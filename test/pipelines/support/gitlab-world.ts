import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { parse } from 'yaml'
import { bin, folder, root, type Scene, scene } from '../../commands/writ.js'
import { type GitHost, gitHost } from './git-host.js'
import { type FakeGitLab, fakeGitLab, type MergeRequest, type Note, PROJECT } from './gitlab-fake.js'

interface Job {
  readonly variables?: Record<string, string>
  readonly script: readonly string[]
  readonly before_script?: readonly string[]
}

export interface GitLabRun {
  readonly exitCode: number
  readonly log: string
  /** Its work tree when it ended. */
  readonly dir: string
}

/** A project on GitLab with an estate in it, its pipeline, and the platform that it is about. */
export interface GitLabWorld extends Pick<Scene, 'sandbox' | 'proxy' | 'call' | 'run'> {
  readonly gitlab: FakeGitLab
  readonly host: GitHost
  open(branch: string, files: Readonly<Record<string, string>>): MergeRequest
  inRequest(job: string, request: MergeRequest): Promise<GitLabRun>
  merge(request: MergeRequest): Promise<GitLabRun>
  mergeOnly(request: MergeRequest): { readonly before: string; readonly after: string }
  onMain(job: string, source: 'push' | 'web' | 'schedule', more?: Record<string, string>): Promise<GitLabRun>
  ours(request: MergeRequest, kind: string): Note[]
  text(file: string): string
}

const template = join(root, 'templates/gitlab/writ.gitlab-ci.yml')

export async function gitlabWorld(): Promise<GitLabWorld> {
  const place = await scene()
  const gitlab = await fakeGitLab()
  await place.edit('writ.yaml', 'protect:', 'record: { store: "git:refs/writ/records" }\n\nprotect:')
  const host = gitHost(place.dir)
  const file = parse(readFileSync(template, 'utf8')) as Record<string, Job> & { variables: Record<string, string> }
  const tools = folder()
  symlinkSync(bin, join(tools, 'writ'))

  /** A job as a runner with the shell executor runs it: its variables, then its script, in one shell. */
  async function job(name: string, sha: string, predefined: Record<string, string>): Promise<GitLabRun> {
    const dir = join(folder(), 'build')
    mkdirSync(dir)
    host.checkout(dir, sha, 0)
    const { variables: own = {}, script } = file[name] as Job
    const given = {
      ...{ CI: 'true', GITLAB_CI: 'true', CI_PROJECT_ID: PROJECT, CI_PROJECT_DIR: dir, CI_COMMIT_SHA: sha },
      ...{ CI_API_V4_URL: `${gitlab.url}/api/v4`, CI_SERVER_URL: gitlab.url, CI_DEFAULT_BRANCH: 'main' },
      ...{ CI_PIPELINE_URL: 'https://gitlab.example/acme/access/-/pipelines/1', CI_PIPELINE_ID: '1' },
      ...{ WRIT_FORGE_TOKEN: gitlab.tokens.plan, GITLAB_USER_LOGIN: 'olga' },
      ...predefined,
    }
    // Variables of the project count more than those that the file gives a job.
    const declared = { ...file.variables, ...file['.writ']?.variables, ...own }
    // Where the image has Writ, this repository stands.
    const lines = [...(file['.writ']?.before_script ?? []), ...script].join('\n')
    const { exitCode, all } = await execa('bash', ['-eo', 'pipefail', '-c', lines.replaceAll('/opt/writ/', root)], {
      cwd: dir,
      env: { PATH: `${tools}:${process.env.PATH}`, HOME: tools, ...expanded({ ...declared, ...given }) },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      all: true,
    })
    return { exitCode: exitCode ?? -1, log: all, dir }
  }

  const { tokens } = place.sandbox
  const readOnly = { WRIT_READ_TOKEN: tokens.read }
  const isProtected = { ...readOnly, WRIT_TOKEN: tokens.admin, WRIT_APPLY_FORGE_TOKEN: gitlab.tokens.apply }
  const head = () => host.git('rev-parse', 'origin/main')
  const onMain: GitLabWorld['onMain'] = (name, source, more = {}) =>
    job(name, head(), { ...isProtected, CI_PIPELINE_SOURCE: source, CI_COMMIT_BRANCH: 'main', ...more })
  const mergeOnly = (request: MergeRequest) => {
    const push = host.merge(request.source_branch)
    Object.assign(request, { state: 'merged', merge_commit_sha: push.after })
    return push
  }

  return {
    ...place,
    gitlab,
    host,
    mergeOnly,
    onMain,
    merge: (request) => onMain('writ-apply', 'push', { CI_COMMIT_BEFORE_SHA: mergeOnly(request).before }),
    open(branch, files) {
      const sha = host.push(branch, files)
      const known = gitlab.requests.find((each) => each.source_branch === branch)
      const request = known ?? {
        ...{ iid: gitlab.requests.length + 1, source_branch: branch, sha, state: 'opened', target_branch: 'main' },
        ...{ author: { id: 9, username: 'mallory' }, merge_commit_sha: null, squash_commit_sha: null },
      }
      request.sha = sha
      gitlab.pushes.unshift({
        author_username: 'mallory',
        push_data: { ref_type: 'branch', ref: branch, commit_to: sha },
      })
      gitlab.commits.set(request.iid, [{ author_name: 'Mallory', author_email: 'mallory@acme.example' }])
      gitlab.pushedAt.set(request.iid, '2026-11-22T14:30:00Z')
      if (known === undefined) gitlab.requests.push(request as MergeRequest)
      return request as MergeRequest
    },
    async inRequest(name, request) {
      const started = gitlab.start(request.iid, request.sha, name)
      const done = await job(name, request.sha, {
        ...readOnly,
        CI_PIPELINE_SOURCE: 'merge_request_event',
        CI_MERGE_REQUEST_IID: String(request.iid),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main',
        CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: request.source_branch,
        CI_PIPELINE_ID: String(started.pipeline),
      })
      const plan = join(done.dir, '.writ/ci/plan.json')
      Object.assign(started, {
        status: done.exitCode === 0 ? 'success' : 'failed',
        plan: existsSync(plan) ? readFileSync(plan) : null,
      })
      return done
    },
    ours: ({ iid }, kind) =>
      (gitlab.notes.get(iid) ?? []).filter(
        ({ body, author }) => body.startsWith(`<!-- writ:${kind} -->`) && author.username.startsWith('project_7_bot'),
      ),
    text: (name) => `${host.git('show', `origin/main:${name}`)}\n`,
  }
}

/** `$NAME` in the values of variables, as GitLab expands them before a job begins. */
function expanded(variables: Record<string, string>): Record<string, string> {
  const value = (text: string, depth = 0): string =>
    depth > 5 ? text : text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => value(variables[name] ?? '', depth + 1))
  return Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, value(String(text))]))
}
