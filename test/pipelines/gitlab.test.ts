import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { folder, root, zoomByHand } from '../commands/writ.js'
import { type GitLabWorld, gitlabWorld } from './support/gitlab-world.js'
import { gitlabComplaints, gitlabJobs } from './support/lint-gitlab.js'

vi.setConfig({ testTimeout: 300_000 })

const hideMenu = (world: GitLabWorld) => ({
  'account.yaml': world.text('account.yaml').replace(/showIntegrations: \w+/, 'showIntegrations: false'),
})
const writes = ({ proxy }: GitLabWorld) => proxy.seen.filter((line) => !/^(GET|HEAD) /.test(line))
const openIssues = ({ gitlab }: GitLabWorld) => gitlab.issues.filter(({ state }) => state === 'opened')
const outcomeIn = (text: string) => /sha256:[0-9a-f]{64}/.exec(text)?.[0] ?? ''
const LATER = '2026-11-22T15:00:00Z'
const EARLIER = '2026-11-22T14:00:00Z'

test('the template is what GitLab takes, and each sort of pipeline has just the jobs that are meant for it', async () => {
  const cwd = folder()
  copyFileSync(join(root, 'templates/gitlab/writ.gitlab-ci.yml'), join(cwd, '.gitlab-ci.yml'))
  expect(await gitlabComplaints(cwd)).toEqual([])
  const jobs = (source: string, more: Record<string, string> = {}) =>
    gitlabJobs(cwd, { CI_PIPELINE_SOURCE: source, CI_PROJECT_ID: '7', ...more })
  const request = (from: string) => jobs('merge_request_event', { CI_MERGE_REQUEST_SOURCE_PROJECT_ID: from })
  expect(await request('7')).toEqual(['writ-validate', 'writ-plan'])
  expect(await request('8'), 'E18: from a fork').toEqual(['writ-validate'])
  expect(await jobs('push')).toEqual(['writ-apply'])
  expect(await jobs('push', { CI_COMMIT_BRANCH: 'topic' })).toEqual([])
  expect(await jobs('web')).toEqual([])
  expect(await jobs('web', { WRIT_OUTCOME: 'sha256:…' })).toEqual(['writ-apply'])
  expect(await jobs('schedule')).toEqual(['writ-drift'])
})

test('no variable says which program runs, or how many must approve: whoever may start a pipeline could set it', () => {
  const text = readFileSync(join(root, 'templates/gitlab/writ.gitlab-ci.yml'), 'utf8')
  const programs = [...text.matchAll(/^.*\bbash +(\S+)/gm)].map(([, program]) => program)
  expect(programs.length).toBeGreaterThan(8)
  for (const program of programs) expect(program).toMatch(/^\/opt\/writ\/ci\/[\w-]+\.sh$/)
  expect(text).toMatch(/^ {4}name: \S+@sha256:[0-9a-f]{64}$/m)
  expect(text).toContain('- WRIT_APPROVALS=1 WRIT_COMMENT=true bash /opt/writ/ci/main.sh apply')
})

test('E6: on GitLab too, what the note showed is applied after the merge, approved by whom the merge request says', async () => {
  const world = await gitlabWorld()
  const { gitlab, host } = world
  const request = world.open('menu', hideMenu(world))
  // Something else is merged first: the plan is of what merging gives, and does not take that back.
  world.mergeOnly(world.open('readme', { 'README.md': 'What this is.\n' }))
  const planned = await world.inRequest('writ-plan', request)
  expect(planned.exitCode, planned.log).toBe(0)
  expect(writes(world)).toEqual([])
  const [note, ...more] = world.ours(request, 'plan')
  expect(more).toEqual([])
  expect(note?.body).toContain(request.sha)
  expect(note?.body).not.toMatch(/^\s*\//m)

  world.open('menu', { ...hideMenu(world), 'notes.md': 'again\n' })
  expect((await world.inRequest('writ-plan', request)).exitCode).toBe(0)
  expect(world.ours(request, 'plan').map(({ id }) => id)).toEqual([note?.id])
  expect(world.ours(request, 'plan')[0]?.body).toContain(request.sha)

  const push = world.mergeOnly(request)
  const apply = () => world.onMain('writ-apply', 'push', { CI_COMMIT_BEFORE_SHA: push.before, WRIT_APPROVALS: '0' })
  gitlab.approve(request.iid, 'bo', EARLIER)
  gitlab.approve(request.iid, 'mallory', LATER)
  const refused = await apply()
  expect(refused.exitCode, refused.log).toBe(3)
  expect(openIssues(world)[0]?.description).toContain('0 of 1 approved')
  expect(writes(world)).toEqual([])

  // E6: nobody approves what they pushed, or what carries their name; who is not known is nobody to be told apart.
  gitlab.approve(request.iid, 'cy', LATER)
  const asked = async () => {
    expect((await apply()).exitCode).toBe(3)
    return openIssues(world)[0]?.description
  }
  const [last] = gitlab.pushes
  if (last === undefined) throw new Error('nobody pushed')
  gitlab.pushes[0] = { ...last, author_username: 'cy' }
  expect(await asked()).toContain('0 of 1 approved')
  gitlab.pushes[0] = { ...last, push_data: { ...last.push_data, commit_to: 'f'.repeat(40) } }
  expect(await asked()).toContain('Who pushed the last commit of the merge request is not known')
  gitlab.pushes[0] = last
  gitlab.commits.set(request.iid, [{ author_name: 'x', author_email: 'CY@acme.example' }])
  expect(await asked()).toContain('0 of 1 approved')
  gitlab.commits.set(request.iid, [{ author_name: 'Mallory', author_email: 'mallory@acme.example' }])
  expect(writes(world)).toEqual([])
  const applied = await apply()
  expect(applied.exitCode, applied.log).toBe(0)
  expect(world.ours(request, 'apply')[0]?.body).toContain('approved by `cy`')
  expect(host.git('--git-dir', host.bare, 'grep', '-h', 'approvedBy', 'refs/writ/records')).toContain('"cy"')
  expect(openIssues(world)).toEqual([])
  // The token goes to the API alone, and not to the store that it leads to.
  expect(gitlab.strangers).toEqual([])
})

test('E6: a merge in between is stale, and somebody who read what would be done now lets it happen; drift is an issue', async () => {
  const world = await gitlabWorld()
  const { gitlab } = world
  const request = world.open('menu', hideMenu(world))
  expect((await world.inRequest('writ-plan', request)).exitCode).toBe(0)
  gitlab.approve(request.iid, 'bo', LATER)
  const trello = world
    .text('account.yaml')
    .replace('trello: { enabled: true, projects: [zeus] }', 'trello: { enabled: false }')
  world.mergeOnly(world.open('trello', { 'account.yaml': trello }))
  const stale = await world.merge(request)
  expect(stale.exitCode, stale.log).toBe(5)
  const [issue] = openIssues(world)
  expect(issue?.description).toContain('Approved, and no longer to be done')
  expect(issue?.description).toContain('account/acme#integrations.trello')
  expect(writes(world)).toEqual([])
  const seen = await world.onMain('writ-apply', 'web', { WRIT_OUTCOME: outcomeIn(issue?.description ?? '') })
  expect(seen.exitCode, seen.log).toBe(0)
  expect(openIssues(world)).toEqual([])

  await zoomByHand(world)
  expect((await world.onMain('writ-drift', 'schedule')).exitCode).toBe(2)
  expect(openIssues(world).map(({ title }) => title)).toEqual(['Writ: the live platform differs from what is declared'])
})

test('a merge request that is not valid has its mistakes as a code quality report', async () => {
  const world = await gitlabWorld()
  const request = world.open('mistake', { 'apps.yaml': 'kind: Ap\nname: x\n' })
  const { exitCode, dir } = await world.inRequest('writ-validate', request)
  expect(exitCode).toBe(1)
  const path = join(dir, 'gl-code-quality-report.json')
  expect(existsSync(path)).toBe(true)
  const report = JSON.parse(readFileSync(path, 'utf8')) as { location: { path: string } }[]
  expect(report.map(({ location }) => location.path)).toContain('apps.yaml')
  expect(world.proxy.seen).toEqual([])
})
