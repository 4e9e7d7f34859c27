import { client } from './http.mjs'

/** GitLab, as a job of a pipeline sees it: https://docs.gitlab.com/api/rest */
export function gitlab(env) {
  const { CI_PROJECT_ID: project, CI_COMMIT_SHA: commit, CI_COMMIT_BRANCH: branch } = env
  const at = `/projects/${project}`
  const api = client(env.CI_API_V4_URL, { 'private-token': env.WRIT_FORGE_TOKEN, 'user-agent': 'writ' })
  let known
  const me = async () => {
    known ??= (await api.get('/user')).id
    return known
  }
  const ours = async (rows) => {
    const id = await me()
    return rows.filter(({ author, system }) => author?.id === id && system !== true)
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
      return found === undefined ? null : { number: found.iid, head: found.sha, author: found.author?.username }
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
     * project, and not to be relied on.
     */
    async approvers({ number, author }) {
      const [{ approved_by }, said, [version]] = await Promise.all([
        api.get(`${at}/merge_requests/${number}/approvals`),
        api.list(`${at}/merge_requests/${number}/notes?per_page=100`),
        api.get(`${at}/merge_requests/${number}/versions?per_page=1`),
      ])
      const pushed = Date.parse(version?.created_at ?? '')
      const isFresh = (name) =>
        said.some(
          ({ system, author: who, body, created_at }) =>
            system === true &&
            who?.username === name &&
            body === 'approved this merge request' &&
            Date.parse(created_at) >= pushed,
        )
      return approved_by.map(({ user }) => user.username).filter((name) => name !== author && isFresh(name))
    },
    async planOf({ number, head }, name) {
      const pipelines = await api.list(`${at}/merge_requests/${number}/pipelines?per_page=100`)
      const refs = [`refs/merge-requests/${number}/head`, `refs/merge-requests/${number}/merge`]
      const mine = pipelines.filter(({ ref, sha }) => refs.includes(ref) && (sha === head || ref === refs[1]))
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

/** GitLab takes a line that begins with a slash for a command to itself. */
const tame = (text) => text.replace(/^(\s*)\//gm, '$1\\/')
