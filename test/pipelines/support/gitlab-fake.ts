import { type ForgeServer, type Route, serve, tokenOf } from './forge-server.js'

export const PROJECT = '7'
/** The bot whose token requests are given, and the one that applies. */
const PLANNER = { id: 42, username: 'project_7_bot' }
const APPLIER = { id: 43, username: 'project_7_bot_apply' }
const TOKENS: Readonly<Record<string, Person>> = { 'glpat-of-the-plan': PLANNER, 'glpat-of-apply': APPLIER }

interface Person {
  id: number
  username: string
}
export interface Note {
  id: number
  body: string
  author: Person
  system: boolean
  created_at: string
}
export interface GitLabIssue {
  iid: number
  title: string
  description: string
  state: string
  author: Person
}
export interface MergeRequest {
  iid: number
  source_branch: string
  sha: string
  state: 'opened' | 'merged'
  target_branch: string
  author: Person | null
  merge_commit_sha: string | null
  squash_commit_sha: string | null
}
/** What a commit says of who made it. */
interface Commit {
  author_name: string
  author_email: string
}
interface Push {
  author_username: string
  push_data: { ref_type: 'branch'; ref: string; commit_to: string }
}
interface Pipeline {
  id: number
  request: number
  ref: string
  sha: string
}
interface Job {
  id: number
  pipeline: number
  name: string
  status: string
  plan: Buffer | null
}

/** The part of GitLab's REST API that the pipelines use, with its state to look at. */
export interface FakeGitLab extends ForgeServer {
  readonly tokens: { readonly plan: string; readonly apply: string }
  readonly commits: Map<number, Commit[]>
  readonly pushes: Push[]
  readonly requests: MergeRequest[]
  readonly notes: Map<number, Note[]>
  readonly issues: GitLabIssue[]
  readonly approvals: Map<number, string[]>
  readonly pushedAt: Map<number, string>
  readonly pipelines: Pipeline[]
  readonly jobs: Job[]
  note(request: number, author: string, body: string, more?: Partial<Note>): void
  /** Somebody presses the button; `at` is when. */
  approve(request: number, username: string, at: string): void
  start(request: number, sha: string, job: string): Job
}

export async function fakeGitLab(): Promise<FakeGitLab> {
  let ids = 500
  const next = () => {
    ids += 1
    return ids
  }
  const requests: MergeRequest[] = []
  const notes = new Map<number, Note[]>()
  const issues: GitLabIssue[] = []
  const approvals = new Map<number, string[]>()
  const commits = new Map<number, Commit[]>()
  const pushes: Push[] = []
  const pushedAt = new Map<number, string>()
  const pipelines: Pipeline[] = []
  const jobs: Job[] = []
  const notesOf = (iid: string | number | undefined): Note[] => {
    const rows = notes.get(Number(iid)) ?? []
    notes.set(Number(iid), rows)
    return rows
  }
  const at = `/api/v4/projects/${PROJECT}`
  const route = (method: string, path: string, answer: Route[2]): Route => [
    method,
    new RegExp(`^${at}${path.replaceAll(':n', '(\\d+)').replaceAll(':s', '(\\w+)')}$`),
    answer,
  ]
  const names: string[] = []
  const idOf = (username: string) => {
    if (!names.includes(username)) names.push(username)
    return names.indexOf(username) + 1000
  }
  const person = (id: number) => {
    const username = names[id - 1000] ?? ''
    return { id, username, name: `${username} Doe`, public_email: `${username}@acme.example` }
  }
  const routes: Route[] = [
    ['GET', /^\/api\/v4\/user$/, ({ token }) => ({ json: TOKENS[token] })],
    ['GET', /^\/api\/v4\/users\/(\d+)$/, ({ params: [id] }) => ({ json: person(Number(id)) })],
    route('GET', '/merge_requests/:n/commits', ({ params: [iid] }) => ({ page: commits.get(Number(iid)) ?? [] })),
    route('GET', '/events', ({ query }) => ({ page: query.get('action') === 'pushed' ? pushes : [] })),
    route('GET', '/repository/commits/:s/merge_requests', ({ params: [sha] }) => ({
      page: requests.filter((each) => [each.sha, each.merge_commit_sha, each.squash_commit_sha].includes(sha ?? '')),
    })),
    route('GET', '/merge_requests/:n/notes', ({ params: [iid] }) => ({ page: notesOf(iid) })),
    route('POST', '/merge_requests/:n/notes', ({ params: [iid], body, token }) => {
      notesOf(iid).push(noteOf(next(), TOKENS[token] ?? PLANNER, String(body.body)))
      return { status: 201, json: {} }
    }),
    route('PUT', '/merge_requests/:n/notes/:n', ({ params: [iid, id], body }) => {
      const found = notesOf(iid).find((each) => each.id === Number(id))
      if (found === undefined) return { status: 404 }
      found.body = String(body.body)
      return { json: {} }
    }),
    route('DELETE', '/merge_requests/:n/notes/:n', ({ params: [iid, id] }) => {
      const rows = notesOf(iid)
      rows.splice(
        rows.findIndex((each) => each.id === Number(id)),
        1,
      )
      return { status: 204 }
    }),
    route('GET', '/issues', ({ query }) => ({ page: issues.filter(({ state }) => state === query.get('state')) })),
    route('POST', '/issues', ({ body, token }) => {
      const texts = { title: String(body.title), description: String(body.description) }
      issues.push({ iid: next(), ...texts, state: 'opened', author: TOKENS[token] ?? PLANNER })
      return { status: 201, json: {} }
    }),
    route('PUT', '/issues/:n', ({ params: [iid], body }) => {
      const found = issues.find((each) => each.iid === Number(iid))
      const { state_event, ...texts } = body
      Object.assign(found ?? {}, texts, state_event === 'close' ? { state: 'closed' } : {})
      return { json: {} }
    }),
    route('GET', '/merge_requests/:n/approvals', ({ params: [iid] }) => ({
      json: {
        approved_by: (approvals.get(Number(iid)) ?? []).map((username) => ({ user: { id: idOf(username), username } })),
      },
    })),
    route('GET', '/merge_requests/:n/versions', ({ params: [iid] }) => ({
      page: [{ created_at: pushedAt.get(Number(iid)) }],
    })),
    route('GET', '/merge_requests/:n/pipelines', ({ params: [iid] }) => ({
      page: pipelines.filter(({ request }) => request === Number(iid)),
    })),
    route('GET', '/pipelines/:n/jobs', ({ params: [id] }) => ({
      page: jobs.filter(({ pipeline }) => pipeline === Number(id)),
    })),
    route('GET', '/jobs/:n/artifacts/.writ/ci/plan.json', ({ params: [id] }) => ({
      redirect: `/store/${id}?signature=secret`,
    })),
    [
      'GET',
      /^\/store\/(\d+)$/,
      ({ params: [id] }) => {
        const plan = jobs.find((each) => each.id === Number(id))?.plan
        return plan === null || plan === undefined ? { status: 404 } : { bytes: plan }
      },
    ],
  ]
  const server = await serve(routes, ({ headers }) => tokenOf(headers) in TOKENS)
  return {
    ...server,
    ...{
      tokens: { plan: 'glpat-of-the-plan', apply: 'glpat-of-apply' },
      commits,
      pushes,
      requests,
      notes,
      issues,
      approvals,
      pushedAt,
      pipelines,
      jobs,
    },
    note: (request, username, body, more = {}) =>
      void notesOf(request).push({ ...noteOf(next(), { id: next(), username }, body), ...more }),
    approve(request, username, when) {
      approvals.set(request, [...(approvals.get(request) ?? []), username])
      const more = { system: true, created_at: when }
      notesOf(request).push({ ...noteOf(next(), { id: next(), username }, 'approved this merge request'), ...more })
    },
    start(request, sha, name) {
      const pipeline = next()
      pipelines.push({ id: pipeline, request, ref: `refs/merge-requests/${request}/head`, sha })
      const job = { id: next(), pipeline, name, status: 'running', plan: null }
      jobs.push(job)
      return job
    },
  }
}

const noteOf = (id: number, author: Person, body: string): Note => ({
  ...{ id, author, body, system: false },
  created_at: '2026-11-22T14:00:00Z',
})
