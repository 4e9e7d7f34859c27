import { client } from './http.mjs'

/** GitLab, as a job of a pipeline sees it: https://docs.gitlab.com/api/rest */
export function gitlab(env) {
  const { CI_PROJECT_ID: project, CI_COMMIT_SHA: commit, CI_COMMIT_BRANCH: branch } = env
  const at = `/projects/${project}`
  const api = client(env.CI_API_V4_URL, { 'private-token': env.WRIT_FORGE_TOKEN, 'user-agent': 'writ' })
  const me = userOf(api)
  // Plans are shown by the bot of the token that requests are given, and applied by another.
  const planner = env.WRIT_PLAN_FORGE_TOKEN
    ? userOf(client(env.CI_API_V4_URL, { 'private-token': env.WRIT_PLAN_FORGE_TOKEN, 'user-agent': 'writ' }))
    : me
  const by = (rows, isWriter) => rows.filter(({ author, system }) => system !== true && isWriter(author ?? {}))
  const ours = async (rows) => {
    const mine = await me()
    return by(rows, ({ id }) => id === mine)
  }
  const notes = ({ number }) => `${at}/merge_requests/${number}/notes`
  return {
    runUrl: env.CI_PIPELINE_URL,
    run: env.CI_PIPELINE_ID,
    starter: env.GITLAB_USER_LOGIN,
    request() {
      const { CI_MERGE_REQUEST_IID: number, CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head } = env
      return number ? { number: Number(number), head: head || commit } : null
    },
    async merged() {
      const requests = await api.list(`${at}/repository/commits/${commit}/merge_requests?per_page=100`)
      const found = requests.find(
        ({ state, target_branch, merge_commit_sha, squash_commit_sha, sha }) =>
          state === 'merged' && target_branch === branch && [merge_commit_sha, squash_commit_sha, sha].includes(commit),
      )
      return found === undefined ? null : requestOf(found)
    },
    /** What the plan was shown in: notes of the bot that plans, whichever bot asks. */
    async shown(request) {
      const all = await api.list(`${notes(request)}?per_page=100`)
      const named = env.WRIT_COMMENT_AUTHOR
      if (named) return by(all, ({ id, username }) => username === named || String(id) === named)
      const theirs = await planner()
      return by(all, ({ id }) => id === theirs)
    },
    comments: async (request) => ours(await api.list(`${notes(request)}?per_page=100`)),
    addComment: (request, body) => api.send('POST', notes(request), { body: tame(body) }),
    setComment: (request, id, body) => api.send('PUT', `${notes(request)}/${id}`, { body: tame(body) }),
    removeComment: (request, id) => api.send('DELETE', `${notes(request)}/${id}`),
    issues: async () =>
      (await ours(await api.list(`${at}/issues?state=opened&scope=all&per_page=100`))).map(({ iid, description }) => ({
        id: iid,
        body: description ?? '',
      })),
    openIssue: (title, body) => api.send('POST', `${at}/issues`, { title, description: tame(body) }),
    setIssue: (iid, title, body) => api.send('PUT', `${at}/issues/${iid}`, { title, description: tame(body) }),
    closeIssue: (iid) => api.send('PUT', `${at}/issues/${iid}`, { state_event: 'close' }),
    /**
     * People who approve it, and said so after the last push: whether a push takes approvals back is a setting of the
     * project, and not to be relied on. Nor are they who pushed to its branch, or whose name its commits carry.
     */
    async approvers({ number, head, source, author }) {
      if (author === undefined) throw new Error('Who opened the merge request is not known any more.')
      const [{ approved_by }, said, [version], commits, pushes] = await Promise.all([
        api.get(`${at}/merge_requests/${number}/approvals`),
        api.list(`${at}/merge_requests/${number}/notes?per_page=100`),
        api.get(`${at}/merge_requests/${number}/versions?per_page=1`),
        api.list(`${at}/merge_requests/${number}/commits?per_page=100`),
        api.list(`${at}/events?action=pushed&per_page=100`),
      ])
      const pushers = pushersOf(pushes, source, head)
      const pushed = Date.parse(version?.created_at ?? '')
      const isFresh = (name) =>
        said.some(
          ({ system, author: who, body, created_at }) =>
            system === true &&
            who?.username === name &&
            body === 'approved this merge request' &&
            Date.parse(created_at) >= pushed,
        )
      const signs = commits.flatMap(signsOf)
      const people = await Promise.all(approved_by.map(({ user }) => api.get(`/users/${user.id}`)))
      return people
        .filter((who) => who.username !== author && !pushers.has(who.username) && !signs.some(isOf(who)))
        .map(({ username }) => username)
        .filter(isFresh)
    },
    /** @param shownBy id of the pipeline that the note names; null where there are no notes */
    async planOf({ number, head }, name, shownBy) {
      const pipelines = await api.list(`${at}/merge_requests/${number}/pipelines?per_page=100`)
      const refs = [`refs/merge-requests/${number}/head`, `refs/merge-requests/${number}/merge`]
      const mine = pipelines.filter(
        ({ id, ref, sha }) =>
          refs.includes(ref) && (sha === head || ref === refs[1]) && (shownBy === null || String(id) === shownBy),
      )
      const [pipeline] = mine.sort((one, other) => other.id - one.id)
      if (pipeline === undefined) throw new Error('No pipeline planned the last commit of the merge request.')
      const jobs = await api.list(`${at}/pipelines/${pipeline.id}/jobs?per_page=100`)
      const [job] = jobs.filter((each) => each.name === name).sort((one, other) => other.id - one.id)
      if (job === undefined) throw new Error(`The pipeline of the last commit has no job ${name}.`)
      if (job.status !== 'success') throw new Error(`The job ${name} of the last commit ended with ${job.status}.`)
      const path = env.WRIT_PLAN_PATH || '.writ/ci/plan.json'
      return api.bytes(`${at}/jobs/${job.id}/artifacts/${path}`)
    },
  }
}

/** Who a token is of, asked once. */
function userOf(api) {
  let known
  return () => {
    known ??= api.get('/user').then(({ id }) => id)
    return known
  }
}

const requestOf = ({ iid, sha, source_branch, author }) => ({
  ...{ number: iid, head: sha },
  ...{ source: source_branch, author: author?.username },
})

/** Who pushed to a branch, by what GitLab saw and not by what commits say. @throws where the last push is not known */
function pushersOf(pushes, branch, head) {
  const mine = pushes.filter(({ push_data: push }) => push?.ref_type === 'branch' && push.ref === branch)
  if (!mine.some(({ push_data, author_username }) => push_data.commit_to === head && author_username))
    throw new Error(
      'Who pushed the last commit of the merge request is not known: push it again, and approve it again.',
    )
  return new Set(mine.map(({ author_username }) => author_username))
}

const plain = (text) => (text ?? '').trim().toLowerCase()

/** The names and addresses that a commit carries. Whoever makes it writes them as they like. */
const signsOf = (commit) =>
  [commit.author_name, commit.author_email, commit.committer_name, commit.committer_email]
    .map(plain)
    .filter((sign) => sign !== '')

/** Whether a name or an address is a person's: theirs in public, or the one that GitLab hides theirs behind. */
const isOf =
  ({ id, username, name, public_email: address }) =>
  (sign) =>
    [username, name, address].some((each) => plain(each) === sign) ||
    sign.startsWith(`${id}-${plain(username)}@users.noreply.`)

/** GitLab takes a line that begins with a slash for a command to itself. */
const tame = (text) => text.replace(/^(\s*)\//gm, '$1\\/')
