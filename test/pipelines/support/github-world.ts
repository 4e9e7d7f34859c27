import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { parse } from 'yaml'
import { folder, root, type Scene, scene } from '../../commands/writ.js'
import { type GitHost, gitHost } from './git-host.js'
import { type Comment, type FakeGitHub, fakeGitHub, type Pull, REPOSITORY } from './github-fake.js'
import { type JobRun, runJob, type Workflow } from './runner.js'
import { zipOf } from './zip.js'

/** A repository on GitHub with an estate in it, its pipeline, and the platform that it is about. */
export interface GitHubWorld extends Pick<Scene, 'sandbox' | 'proxy' | 'call' | 'run' | 'dir'> {
  readonly github: FakeGitHub
  readonly host: GitHost
  /** Pushes a branch and opens its pull request, or pushes to the one there is. */
  open(branch: string, files: Readonly<Record<string, string>>, title?: string): Pull
  /** Runs a job for a pull request. */
  inPull(job: string, pull: Pull, more?: { readonly fork?: boolean }): Promise<JobRun>
  /** Merges, and runs apply for the push. */
  merge(pull: Pull, how?: 'merge' | 'squash'): Promise<JobRun>
  /** Merges and runs nothing: somebody's button before the pipeline came to it. */
  mergeOnly(pull: Pull): { readonly before: string; readonly after: string }
  afterPush(push: { readonly before: string; readonly after: string }): Promise<JobRun>
  /** What the job after a push is told of the plan that was approved; the reason is empty where there is one. */
  askApproved(push: { readonly after: string }): Promise<{ readonly reason: string; readonly approved: string }>
  /** Starts a job of main by hand, or at night. */
  onMain(
    job: string,
    event: 'schedule' | 'workflow_dispatch',
    inputs?: Readonly<Record<string, string>>,
  ): Promise<JobRun>
  /** The comments that a pull request has from the pipeline. */
  ours(pull: Pull, kind: string): Comment[]
  /** A text of the estate on main. */
  text(file: string): string
  /** Replaces text of the workflow for the jobs that follow. */
  edit(from: string, to: string): void
}

const SECRETS = (tokens: { admin: string; read: string }) => ({
  WRIT_TOKEN: tokens.admin,
  WRIT_READ_TOKEN: tokens.read,
})

export async function githubWorld(): Promise<GitHubWorld> {
  const place = await scene()
  const github = await fakeGitHub()
  await place.edit('writ.yaml', 'protect:', 'record: { store: "git:refs/writ/records" }\n\nprotect:')
  const host = gitHost(place.dir)
  let source = readFileSync(join(root, 'templates/github/writ.yml'), 'utf8')

  async function run(
    job: string,
    about: { name: string; sha: string; ref: string; event: object; actor?: string },
    fork = false,
  ) {
    const { name, sha, ref, event } = about
    const place = folder()
    const eventPath = join(place, 'event.json')
    writeFileSync(eventPath, JSON.stringify(event))
    const head = (event as { pull_request?: Pull }).pull_request?.head ?? { sha, ref }
    const record = github.startRun(name, head.sha, head.ref, fork)
    const workflow = parse(source) as Workflow
    const variables = {
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_API_URL: github.url,
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_SHA: sha,
      GITHUB_REF_NAME: ref,
      GITHUB_RUN_ID: String(record.id),
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_TRIGGERING_ACTOR: about.actor ?? 'ana',
      GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/writ.yml@refs/heads/${ref}`,
    }
    const contexts = {
      github: {
        ...{ event_name: name, event, sha, ref_name: ref, repository: REPOSITORY, token: github.token },
        server_url: variables.GITHUB_SERVER_URL,
      },
      secrets: fork ? {} : SECRETS(sandbox.tokens),
      inputs: (event as { inputs?: object }).inputs ?? {},
    }
    const done = await runJob(
      workflow,
      job,
      contexts,
      {
        variables,
        checkout: (into, options) => host.checkout(into, sha, Number(options['fetch-depth'] ?? '1')),
        upload: (artifact, file) => github.keep(record.id, artifact, zipOf(basename(file), readFileSync(file))),
      },
      place,
    )
    Object.assign(record, { status: 'completed', conclusion: done.success ? 'success' : 'failure' })
    return done
  }

  const { sandbox } = place
  async function askApproved({ after }: { after: string }) {
    const into = folder()
    await execa(process.execPath, [join(root, 'ci/forge.mjs'), 'approved', into], {
      env: {
        ...{ GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: github.url, GITHUB_REF_NAME: 'main', GITHUB_SHA: after },
        GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/writ.yml@refs/heads/main`,
        WRIT_FORGE_TOKEN: github.token,
      },
      extendEnv: false,
      reject: false,
    })
    const text = (name: string) => (existsSync(join(into, name)) ? readFileSync(join(into, name), 'utf8') : '')
    return { reason: text('reason.txt'), approved: text('approved.json') }
  }
  const repository = { default_branch: 'main' }
  const mergeOnly = (pull: Pull, how?: 'merge' | 'squash') => {
    const push = host.merge(pull.branch, how)
    Object.assign(pull, { merged_at: '2026-11-22T15:00:00Z', merge_commit_sha: push.after })
    return push
  }
  const afterPush = ({ before, after }: { before: string; after: string }) =>
    run('apply', { name: 'push', sha: after, ref: 'main', event: { before, after, repository } })

  return {
    ...place,
    github,
    host,
    mergeOnly,
    askApproved,
    afterPush,
    merge: (pull, how) => afterPush(mergeOnly(pull, how)),
    open(branch, files, title = `about ${branch}`) {
      const sha = host.push(branch, files)
      const known = github.pulls.find((each) => each.branch === branch)
      const pull = known ?? {
        ...{ number: github.pulls.length + 1, branch, title, user: { login: 'mallory' }, base: { ref: 'main' } },
        ...{ head: { sha, ref: branch }, merged_at: null, merge_commit_sha: null },
      }
      pull.head.sha = sha
      if (known === undefined) github.pulls.push(pull)
      const commit = { sha, author: { login: 'mallory' }, committer: { login: 'web-flow' } }
      github.commits.set(pull.number, [...(github.commits.get(pull.number) ?? []), commit])
      return pull
    },
    inPull(job, pull, { fork = false } = {}) {
      const sha = host.preview(pull.branch, `refs/pull/${pull.number}/merge`)
      const head = { ...pull.head, ref: pull.branch, repo: { full_name: fork ? 'mallory/access' : REPOSITORY } }
      const event = { number: pull.number, repository, pull_request: { ...pull, head } }
      return run(job, { name: 'pull_request', sha, ref: `${pull.number}/merge`, event }, fork)
    },
    onMain(job, name, inputs = {}) {
      const sha = host.git('rev-parse', 'origin/main')
      return run(job, { name, sha, ref: 'main', event: { repository, inputs }, actor: 'olga' })
    },
    ours: ({ number }, kind) =>
      (github.comments.get(number) ?? []).filter(
        ({ body, user }) => body.startsWith(`<!-- writ:${kind} -->`) && user.type === 'Bot',
      ),
    text: (file) => `${host.git('show', `origin/main:${file}`)}\n`,
    edit(from, to) {
      if (!source.includes(from)) throw new Error(`the workflow has no ${from}`)
      source = source.replace(from, to)
    },
  }
}
