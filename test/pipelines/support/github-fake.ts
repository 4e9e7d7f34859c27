import { createHash } from 'node:crypto'
import { type ForgeServer, type Route, serve } from './forge-server.js'

const BOT = { login: 'github-actions[bot]', type: 'Bot' }
const TOKEN = 'ghs_of_the_job'
export const REPOSITORY = 'acme/access'
/** A repository's own id, and that of a fork. */
const HOME = 1
const FORK = 2

export interface Comment {
  id: number
  body: string
  user: { login: string; type: string }
}
export interface Issue extends Comment {
  number: number
  title: string
  state: 'open' | 'closed'
  pull_request?: object
}
export interface Pull {
  number: number
  branch: string
  head: { sha: string; ref: string }
  /** Null for somebody who is there no more. */
  user: { login: string } | null
  base: { ref: string }
  merged_at: string | null
  merge_commit_sha: string | null
}
/** A commit of a pull request; whose address is nobody's has no account. */
interface Commit {
  sha: string
  author: { login: string } | null
  committer: { login: string } | null
}
interface Review {
  user: { login: string; type: string }
  state: string
  commit_id: string
}
interface Run {
  id: number
  run_number: number
  event: string
  head_sha: string
  head_branch: string
  path: string
  status: string
  conclusion: string | null
  repository: { id: number }
  head_repository: { id: number }
}
interface Artifact {
  id: number
  name: string
  run: number
  zip: Buffer
  expired: boolean
  digest: string
}

/** The part of GitHub's REST API that the pipelines use, with its state to look at. */
export interface FakeGitHub extends ForgeServer {
  readonly token: string
  readonly pulls: Pull[]
  readonly comments: Map<number, Comment[]>
  readonly commits: Map<number, Commit[]>
  readonly reviews: Map<number, Review[]>
  readonly issues: Issue[]
  readonly runs: Run[]
  readonly artifacts: Artifact[]
  /** Who may do what; write for whoever is not named. */
  readonly powers: Map<string, string>
  comment(pull: number, login: string, body: string): void
  approve(pull: number, login: string, sha: string, state?: string): void
  startRun(event: string, sha: string, branch: string, fromFork?: boolean): Run
  keep(run: number, name: string, zip: Buffer): void
}

export async function fakeGitHub(): Promise<FakeGitHub> {
  let ids = 100
  const next = () => {
    ids += 1
    return ids
  }
  const pulls: Pull[] = []
  const comments = new Map<number, Comment[]>()
  const commits = new Map<number, Commit[]>()
  const reviews = new Map<number, Review[]>()
  const issues: Issue[] = []
  const runs: Run[] = []
  const artifacts: Artifact[] = []
  const powers = new Map<string, string>()
  const of = <T>(map: Map<number, T[]>, key: string | number | undefined): T[] => {
    const rows = map.get(Number(key)) ?? []
    map.set(Number(key), rows)
    return rows
  }
  const at = `/repos/${REPOSITORY}`
  const route = (method: string, path: string, answer: Route[2]): Route => [
    method,
    new RegExp(`^${at}${path.replaceAll(':n', '(\\d+)').replaceAll(':s', '([^/]+)')}$`),
    answer,
  ]
  const anyComment = (id: string | undefined) => [...comments.values()].flat().find((each) => each.id === Number(id))
  const routes: Route[] = [
    route('GET', '/commits/:s/pulls', ({ params: [sha] }) => ({
      page: pulls.filter(({ head, merge_commit_sha }) => [head.sha, merge_commit_sha].includes(sha ?? '')),
    })),
    route('GET', '/issues/:n/comments', ({ params: [number] }) => ({ page: of(comments, number) })),
    route('POST', '/issues/:n/comments', ({ params: [number], body }) => {
      of(comments, number).push({ id: next(), body: String(body.body), user: BOT })
      return { status: 201, json: {} }
    }),
    route('PATCH', '/issues/comments/:n', ({ params: [id], body }) => {
      const found = anyComment(id)
      if (found === undefined) return { status: 404 }
      found.body = String(body.body)
      return { json: {} }
    }),
    route('DELETE', '/issues/comments/:n', ({ params: [id] }) => {
      for (const [key, rows] of comments)
        comments.set(
          key,
          rows.filter((each) => each.id !== Number(id)),
        )
      return { status: 204 }
    }),
    route('GET', '/issues', ({ query }) => ({ page: issues.filter(({ state }) => state === query.get('state')) })),
    route('POST', '/issues', ({ body }) => {
      const id = next()
      const [title, text] = [String(body.title), String(body.body)]
      issues.push({ id, number: id, title, body: text, state: 'open', user: BOT })
      return { status: 201, json: {} }
    }),
    route('PATCH', '/issues/:n', ({ params: [number], body }) => {
      Object.assign(issues.find((each) => each.number === Number(number)) ?? {}, body)
      return { json: {} }
    }),
    route('GET', '/pulls/:n/commits', ({ params: [number] }) => ({ page: of(commits, number) })),
    route('GET', '/pulls/:n/reviews', ({ params: [number] }) => ({ page: of(reviews, number) })),
    route('GET', '/collaborators/:s/permission', ({ params: [login] }) => ({
      json: { permission: powers.get(login ?? '') ?? 'write' },
    })),
    route('GET', '/actions/runs', ({ query }) => ({
      page: runs.filter(({ head_sha, event }) => head_sha === query.get('head_sha') && event === query.get('event')),
      wrap: (rows) => ({ workflow_runs: rows }),
    })),
    route('GET', '/actions/runs/:n/artifacts', ({ params: [run], query }) => ({
      page: artifacts.filter((each) => each.run === Number(run) && each.name === query.get('name')),
      wrap: (rows) => ({ artifacts: rows }),
    })),
    route('GET', '/actions/artifacts/:n/zip', ({ params: [id] }) => ({ redirect: `/store/${id}?sig=secret` })),
    [
      'GET',
      /^\/store\/(\d+)$/,
      ({ params: [id] }) => {
        const found = artifacts.find((each) => each.id === Number(id))
        return found === undefined ? { status: 410 } : { bytes: found.zip }
      },
    ],
  ]
  const server = await serve(routes, ({ headers }) => headers.authorization === `Bearer ${TOKEN}`)
  return {
    ...server,
    ...{ token: TOKEN, pulls, comments, commits, reviews, issues, runs, artifacts, powers },
    comment: (pull, login, body) => void of(comments, pull).push({ id: next(), body, user: { login, type: 'User' } }),
    approve: (pull, login, sha, state = 'APPROVED') =>
      void of(reviews, pull).push({ user: { login, type: 'User' }, state, commit_id: sha }),
    startRun(event, sha, branch, fromFork = false) {
      const id = next()
      const [repository, from] = [{ id: HOME }, { id: fromFork ? FORK : HOME }]
      const names = {
        id,
        run_number: id,
        event,
        head_sha: sha,
        head_branch: branch,
        path: '.github/workflows/writ.yml',
      }
      const run = { ...names, status: 'in_progress', conclusion: null, repository, head_repository: from }
      runs.push(run)
      return run
    },
    keep: (run, name, zip) =>
      void artifacts.push({
        ...{ id: next(), name, run, zip, expired: false },
        digest: `sha256:${createHash('sha256').update(zip).digest('hex')}`,
      }),
  }
}
