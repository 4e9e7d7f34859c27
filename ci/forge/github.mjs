import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileOf } from '../unzip.mjs'
import { client } from './http.mjs'

/** Who comments with the token of a workflow. */
const BOT = 'github-actions[bot]'

/** GitHub, as a job of a workflow sees it: https://docs.github.com/rest */
export function github(env) {
  const { GITHUB_REPOSITORY: repository, GITHUB_REF_NAME: branch, GITHUB_SHA: commit } = env
  const at = `/repos/${repository}`
  const author = env.WRIT_COMMENT_AUTHOR || BOT
  const api = client(env.GITHUB_API_URL || 'https://api.github.com', {
    authorization: `Bearer ${env.WRIT_FORGE_TOKEN}`,
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': 'writ',
  })
  const isOurs = ({ user }) => user?.login === author
  const comments = async ({ number }) =>
    (await api.list(`${at}/issues/${number}/comments?per_page=100`)).filter(isOurs).map(commentOf)
  return {
    runUrl: `${env.GITHUB_SERVER_URL}/${repository}/actions/runs/${env.GITHUB_RUN_ID}`,
    run: env.GITHUB_RUN_ID,
    starter: env.GITHUB_TRIGGERING_ACTOR || env.GITHUB_ACTOR,
    /** The pull request that this run is of, if it is of one. */
    request() {
      const { pull_request: pull } = JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, 'utf8'))
      return pull === undefined ? null : { number: pull.number, head: pull.head.sha }
    },
    /** The pull request whose merge this commit is; null for a direct push. */
    async merged() {
      const pulls = await api.list(`${at}/commits/${commit}/pulls?per_page=100`)
      const found = pulls.find(
        ({ merged_at, merge_commit_sha, base }) =>
          merged_at !== null && merge_commit_sha === commit && base.ref === branch,
      )
      if (found === undefined) return null
      const { number, head, user } = found
      return { number, head: head.sha, source: head.ref, author: user?.login }
    },
    /** What the plan was shown in; here one bot writes everything. */
    shown: (request) => comments(request),
    comments,
    addComment: ({ number }, body) => api.send('POST', `${at}/issues/${number}/comments`, { body }),
    setComment: (_, id, body) => api.send('PATCH', `${at}/issues/comments/${id}`, { body }),
    removeComment: (_, id) => api.send('DELETE', `${at}/issues/comments/${id}`),
    /** Open issues of ours; the API lists pull requests among them. */
    issues: async () =>
      (await api.list(`${at}/issues?state=open&per_page=100`))
        .filter((issue) => isOurs(issue) && issue.pull_request === undefined)
        .map(({ number, body }) => ({ id: number, body: body ?? '' })),
    openIssue: (title, body) => api.send('POST', `${at}/issues`, { title, body }),
    setIssue: (number, title, body) => api.send('PATCH', `${at}/issues/${number}`, { title, body }),
    closeIssue: (number) => api.send('PATCH', `${at}/issues/${number}`, { state: 'closed', state_reason: 'completed' }),
    /** People whose last word on exactly this commit is yes, who may write to the repository and wrote none of it. */
    async approvers({ number, head, author }) {
      const wrote = writersOf(author, head, await api.list(`${at}/pulls/${number}/commits?per_page=100`))
      const reviews = await api.list(`${at}/pulls/${number}/reviews?per_page=100`)
      const last = new Map()
      for (const { user, state, commit_id } of reviews)
        if (state !== 'COMMENTED' && state !== 'PENDING' && user?.type === 'User')
          last.set(user.login, { state, commit_id })
      const names = [...last]
        .filter(([name, { state, commit_id }]) => state === 'APPROVED' && commit_id === head && !wrote.has(name))
        .map(([name]) => name)
      const powers = await Promise.all(
        names.map((name) => api.get(`${at}/collaborators/${encodeURIComponent(name)}/permission`)),
      )
      return names.filter((_, index) => ['admin', 'write'].includes(powers[index].permission))
    },
    /**
     * The plan file that this workflow kept for the last commit of a pull request. Another request may have the same
     * last commit, and runs do not say of which they were once it is merged: the comment's word is its run.
     * @param shownBy id of the run that the comment names; null where there are no comments
     */
    async planOf({ head, source }, name, shownBy) {
      const file = workflowFile(env.GITHUB_WORKFLOW_REF, repository)
      const runs = await api.list(
        `${at}/actions/runs?head_sha=${head}&event=pull_request&per_page=100`,
        ({ workflow_runs }) => workflow_runs,
      )
      const mine = runs.filter(
        ({ id, path, head_sha, head_branch, repository: home, head_repository: from }) =>
          head_sha === head &&
          head_branch === source &&
          path.split('@')[0] === file &&
          home.id === from?.id &&
          (shownBy === null || String(id) === shownBy),
      )
      const [run] = mine.sort((one, other) => other.run_number - one.run_number)
      if (run === undefined) throw new Error(`No run of ${file} planned the last commit of the pull request.`)
      if (run.conclusion !== 'success')
        throw new Error(`The checks of the pull request's last commit ended with ${run.conclusion ?? run.status}.`)
      const kept = await api.list(
        `${at}/actions/runs/${run.id}/artifacts?name=${encodeURIComponent(name)}&per_page=100`,
        ({ artifacts }) => artifacts,
      )
      const [artifact] = kept
        .filter((each) => each.name === name && !each.expired)
        .sort((one, other) => other.id - one.id)
      if (artifact === undefined) throw new Error(`The artifact ${name} is not kept any more, or never was.`)
      const zip = await api.bytes(`${at}/actions/artifacts/${artifact.id}/zip`)
      const digest = `sha256:${createHash('sha256').update(zip).digest('hex')}`
      if (artifact.digest && artifact.digest !== digest)
        throw new Error(`The artifact ${name} has not the digest with which it was kept.`)
      return fileOf(zip, 'plan.json')
    },
  }
}

/** GitHub lists no more commits of a pull request than these. */
const MOST_COMMITS = 250

/** Whoever opened a pull request, and all authors and committers of its commits. @throws where one is not known */
function writersOf(author, head, commits) {
  if (author === undefined)
    throw new Error('Who opened the pull request is not known any more: nobody can be told apart from its author.')
  if (commits.length >= MOST_COMMITS || !commits.some(({ sha }) => sha === head))
    throw new Error('Not all commits of the pull request are listed: who wrote them is not known.')
  const stranger = commits.find((each) => !each.author?.login || !each.committer?.login)
  if (stranger !== undefined)
    throw new Error(
      `Who wrote the commit ${stranger.sha.slice(0, 12)} is not known: its e-mail address is of no account on GitHub. ` +
        'Commit it again with an address that is, and have it approved again.',
    )
  return new Set([author, ...commits.flatMap((each) => [each.author.login, each.committer.login])])
}

const commentOf = ({ id, body }) => ({ id, body: body ?? '' })

/** `acme/access/.github/workflows/writ.yml@refs/heads/main`, without where it lies and which version it is. */
const workflowFile = (ref, repository) => ref.split('@')[0].slice(repository.length + 1)
