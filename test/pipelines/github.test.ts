import { inflateRawSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { zoomByHand } from '../commands/writ.js'
import type { Pull } from './support/github-fake.js'
import { type GitHubWorld, githubWorld } from './support/github-world.js'
import { zipOf } from './support/zip.js'

// Each of these is a pipeline of several jobs, and each job several processes.
vi.setConfig({ testTimeout: 300_000 })

const menu = (text: string, shown: boolean) => text.replace(/showIntegrations: \w+/, `showIntegrations: ${shown}`)
const hideMenu = (world: GitHubWorld) => ({ 'account.yaml': menu(world.text('account.yaml'), false) })
const noTrello = (world: GitHubWorld) => ({
  'account.yaml': world
    .text('account.yaml')
    .replace('trello: { enabled: true, projects: [zeus] }', 'trello: { enabled: false }'),
})

/** What was asked of the platform that is no reading. The lease and the trails are not either. */
const writes = ({ proxy }: GitHubWorld) => proxy.seen.filter((line) => !/^(GET|HEAD) /.test(line))

async function planned(world: GitHubWorld, branch: string, files: Record<string, string>): Promise<Pull> {
  const pull = world.open(branch, files)
  const { success, log } = await world.inPull('plan', pull)
  expect(success, log).toBe(true)
  world.github.approve(pull.number, 'bo', pull.head.sha)
  return pull
}

const menuOf = async ({ call }: GitHubWorld) => {
  const { items } = (await call('GET', '/v1/accounts?name=acme')) as { items: { showIntegrations: boolean }[] }
  return items[0]?.showIntegrations
}
const outcomeIn = (text: string) => /sha256:[0-9a-f]{64}/.exec(text)?.[0] ?? ''
const openIssues = ({ github }: GitHubWorld) => github.issues.filter(({ state }) => state === 'open')

test('E6: what a pull request showed last is applied after its merge, and the record says who approved it', async () => {
  const world = await githubWorld()
  const { github, host } = world
  const pull = world.open('menu', hideMenu(world))
  const first = await world.inPull('plan', pull)
  expect(first.success, first.log).toBe(true)
  expect(first.outputs).toMatchObject({ 'exit-code': '0', 'outcome-digest': expect.stringMatching(/^sha256:/) })
  const [shown] = world.ours(pull, 'plan')
  expect(shown?.body).toContain('writ show plan.json')
  expect(shown?.body).toContain(pull.head.sha)
  expect(first.summary).toContain('account/acme')
  // E3: the job that plans was given the token that cannot write, and wrote nothing.
  expect(writes(world)).toEqual([])
  expect(github.strangers).toEqual([])

  world.open('menu', { ...hideMenu(world), 'notes.md': 'a second push\n' })
  expect((await world.inPull('plan', pull)).success).toBe(true)
  const [again, ...others] = world.ours(pull, 'plan')
  expect(others).toEqual([])
  expect(again?.id).toBe(shown?.id)
  expect(again?.body).toContain(pull.head.sha)

  github.approve(pull.number, 'bo', pull.head.sha)
  const applied = await world.merge(pull, 'squash')
  expect(applied.success, applied.log).toBe(true)
  expect(await menuOf(world)).toBe(false)
  expect(world.ours(pull, 'apply')[0]?.body).toContain('approved by `bo`')
  // E15: the record is pushed, names who approved, and the run that did it.
  const record = host.git('--git-dir', host.bare, 'grep', '-h', 'approvedBy', 'refs/writ/records')
  expect(record).toContain('"approvedBy":["bo"]')
  expect(record).toContain('https://github.example/acme/access/actions/runs/')
  expect(openIssues(world)).toEqual([])
})

test('E15: where writ.yaml keeps records elsewhere than the job pushes them from, nothing is applied, and the issue says what to write', async () => {
  const world = await githubWorld()
  const elsewhere = world.text('writ.yaml').replace(/^record:.*$/m, 'record: { store: "./records" }')
  const pull = await planned(world, 'records', { 'writ.yaml': elsewhere, ...hideMenu(world) })
  const applied = await world.merge(pull)
  expect(applied.success).toBe(false)
  expect(writes(world)).toEqual([])
  expect(openIssues(world)[0]?.body).toContain('record: {store: "git:refs/writ/records"} in writ.yaml')
})

test('E6: another merge in between makes a plan stale: what moved is listed, nothing is written, and who has read it lets it happen', async () => {
  const world = await githubWorld()
  const mine = await planned(world, 'menu', hideMenu(world))
  const other = await planned(world, 'trello', noTrello(world))
  world.mergeOnly(other)
  const stale = await world.merge(mine)
  expect(stale.success).toBe(false)
  expect(stale.outputs['exit-code']).toBe('5')
  expect(writes(world)).toEqual([])
  const [issue] = openIssues(world)
  expect(issue?.title).toBe('Writ: merged, and not applied')
  expect(issue?.body).toContain('something else was merged since')
  expect(issue?.body).toMatch(/Approved, and no longer to be done\*\*\n\n- `update account\/acme#integrations.trello`/)
  expect(world.ours(mine, 'apply')[0]?.body).toContain('merged, and not applied')

  // Not with another digest, and not with none.
  const wrong = await world.onMain('apply', 'workflow_dispatch', { outcome: `sha256:${'0'.repeat(64)}` })
  expect(wrong.outputs['exit-code']).toBe('5')
  expect(writes(world)).toEqual([])
  const seen = await world.onMain('apply', 'workflow_dispatch', { outcome: outcomeIn(issue?.body ?? '') })
  expect(seen.success, seen.log).toBe(true)
  expect(seen.summary).toContain('approved by `olga`')
  expect(await menuOf(world)).toBe(false)
  expect(openIssues(world)).toEqual([])
})

test('E6: what was merged in between and changes nothing about the outcome does not stand in the way', async () => {
  const world = await githubWorld()
  const mine = await planned(world, 'menu', hideMenu(world))
  world.mergeOnly(world.open('readme', { 'README.md': 'What this is.\n' }))
  const applied = await world.merge(mine)
  expect(applied.success, applied.log).toBe(true)
  expect(await menuOf(world)).toBe(false)
})

test('E6: what somebody changed by hand after the approval is left alone and told, and the rest is done', async () => {
  const world = await githubWorld()
  const pull = await planned(world, 'menu', hideMenu(world))
  const { items } = (await world.call('GET', '/v1/accounts?name=acme')) as { items: { id: string }[] }
  const path = `/v1/accounts/${items[0]?.id}/integrations/trello`
  const { etag } = await world.call('GET', path)
  await world.call('PUT', path, { enabled: true, projects: 'all', newProjects: true }, condition(etag))
  const applied = await world.merge(pull)
  expect(applied.success).toBe(false)
  expect(applied.outputs['exit-code']).toBe('5')
  expect(await menuOf(world)).toBe(false)
  const [issue] = openIssues(world)
  expect(issue?.body).toContain('The live platform is not as it was')
  expect(issue?.body).toContain('update account/acme#integrations.trello')
})

const condition = (etag: unknown): Record<string, string> =>
  typeof etag === 'string' ? { 'if-match': `"${etag}"` } : { 'if-none-match': '*' }

test('a push that nobody reviewed writes nothing, and says what it would do; one without a document is no matter', async () => {
  const world = await githubWorld()
  const { host } = world
  const direct = (files: Record<string, string>) => {
    const before = host.git('rev-parse', 'origin/main')
    const after = host.push(`direct-${Object.keys(files)[0]}`, files)
    host.git('push', '-q', 'origin', `${after}:refs/heads/main`)
    host.git('fetch', '-q', 'origin')
    return world.afterPush({ before, after })
  }
  const readme = await direct({ 'README.md': 'What this is.\n', '.github/workflows/x.yaml': 'on: push\n' })
  expect(readme.success, readme.log).toBe(true)
  expect(world.proxy.seen).toEqual([])
  const pushed = await direct(hideMenu(world))
  expect(pushed.success).toBe(false)
  expect(pushed.outputs['exit-code']).toBe('3')
  expect(pushed.commands).toContainEqual(expect.objectContaining({ name: 'error' }))
  expect(openIssues(world)[0]?.body).toContain('nobody reviewed a plan of it')
  expect(outcomeIn(openIssues(world)[0]?.body ?? '')).not.toBe('')
  expect(writes(world)).toEqual([])
  // A history that was rewritten tells nobody what was there before.
  const rewritten = await world.afterPush({ before: '0'.repeat(40), after: host.git('rev-parse', 'origin/main') })
  expect(rewritten.summary).toContain('history was rewritten')
  expect(writes(world)).toEqual([])
})

test('a plan that nobody approved is not applied; nor one approved before the last push, by its author, or by a visitor', async () => {
  const world = await githubWorld()
  const { github } = world
  const pull = await planned(world, 'menu', hideMenu(world))
  const { number, head } = pull
  const push = world.mergeOnly(pull)
  const reviews = github.reviews.get(number) ?? []
  const having = async (...given: [login: string, sha?: string, state?: string][]) => {
    reviews.splice(0)
    for (const [login, sha = head.sha, state] of given) github.approve(number, login, sha, state)
    return (await world.askApproved(push)).reason
  }
  github.powers.set('visitor', 'read')
  expect(await having()).toContain('0 of 1 approved')
  expect(await having(['bo', 'e'.repeat(40)])).toContain('0 of 1')
  expect(await having(['mallory'])).toContain('0 of 1')
  expect(await having(['visitor'])).toContain('0 of 1')
  expect(await having(['bo'], ['bo', head.sha, 'CHANGES_REQUESTED'])).toContain('0 of 1')
  expect(await having(['bo'], ['bo', head.sha, 'DISMISSED'])).toContain('0 of 1')
  expect(await having(['bo'], ['bo', head.sha, 'COMMENTED'])).toBe('')
  reviews.splice(0)
  const run = await world.afterPush(push)
  expect(run.success).toBe(false)
  expect(run.summary).toContain('0 of 1 approved')
  expect(writes(world)).toEqual([])
})

test('E6: nobody approves what is theirs in part: who wrote a commit, or may have, is no second pair of eyes', async () => {
  const world = await githubWorld()
  const { github } = world
  const pull = await planned(world, 'menu', hideMenu(world))
  const push = world.mergeOnly(pull)
  const having = async (author: string | null, committer: string | null, opener: string | null = 'mallory') => {
    const of = (login: string | null) => (login === null ? null : { login })
    const last = { sha: pull.head.sha, author: of(author), committer: of(committer) }
    github.commits.set(pull.number, [{ ...last, sha: 'a'.repeat(40), author: of('cy'), committer: of('cy') }, last])
    pull.user = of(opener)
    return (await world.askApproved(push)).reason
  }
  expect(await having('dora', 'web-flow')).toBe('')
  expect(await having('bo', 'web-flow')).toContain('0 of 1 approved')
  expect(await having('dora', 'bo')).toContain('0 of 1 approved')
  expect(await having(null, 'web-flow')).toMatch(/Who wrote the commit [0-9a-f]{12} is not known/)
  expect(await having('dora', null)).toContain('is not known')
  expect(await having('dora', 'web-flow', null)).toContain('Who opened the pull request is not known')
  expect(await having('dora', 'web-flow', 'dependabot[bot]')).toBe('')
  github.commits.set(pull.number, [])
  expect((await world.askApproved(push)).reason).toContain('Not all commits')
})

test('E6: a second pull request with the same last commit brings no plan of its own into the first', async () => {
  const world = await githubWorld()
  const { github } = world
  const pull = await planned(world, 'menu', hideMenu(world))
  const push = world.mergeOnly(pull)
  const [artifact] = github.artifacts
  if (artifact === undefined) throw new Error('there is no plan')
  const plan = readZip(artifact.zip).replace(/"createdAt": "[^"]+"/, '"createdAt": "2026-01-01T00:00:00.000Z"')
  for (const branch of ['other', 'menu']) {
    const run = github.startRun('pull_request', pull.head.sha, branch)
    Object.assign(run, { status: 'completed', conclusion: 'success' })
    github.keep(run.id, artifact.name, zipOf('plan.json', Buffer.from(plan)))
  }
  const { reason, approved } = await world.askApproved(push)
  expect(reason).toBe('')
  expect(approved).toBe(readZip(artifact.zip))
  const [shown] = world.ours(pull, 'plan')
  if (shown === undefined) throw new Error('there is no comment')
  shown.body = shown.body.replace(/run=\w+/, 'run=1')
  expect((await world.askApproved(push)).reason).toContain('No run of')
})

test('a plan is not applied that was swapped, expired, made by a fork or another workflow, failed, or not what the comment showed', async () => {
  const world = await githubWorld()
  const { github } = world
  const pull = await planned(world, 'menu', hideMenu(world))
  const push = world.mergeOnly(pull)
  const [artifact] = github.artifacts
  const run = github.runs.find(({ event }) => event === 'pull_request')
  const [shown] = world.ours(pull, 'plan')
  if (artifact === undefined || run === undefined || shown === undefined) throw new Error('there was no plan')
  const spoilt = async <T extends object>(thing: T, change: Partial<T>) => {
    const before = { ...thing }
    Object.assign(thing, change)
    const { reason } = await world.askApproved(push)
    Object.assign(thing, before)
    return reason
  }
  expect((await world.askApproved(push)).reason).toBe('')
  const { zip } = artifact
  expect(await spoilt(artifact, { zip: Buffer.concat([zip, Buffer.from('x')]) })).toContain('has not the digest')
  expect(await spoilt(artifact, { zip: zip.subarray(0, 40), digest: '' })).toContain('no ZIP archive')
  expect(await spoilt(artifact, { expired: true })).toContain('not kept any more')
  expect(await spoilt(run, { head_repository: { id: 2 } })).toContain('No run of .github/workflows/writ.yml')
  expect(await spoilt(run, { path: '.github/workflows/other.yml' })).toContain('No run of')
  expect(await spoilt(run, { conclusion: 'failure' })).toContain('ended with failure')
  const body = shown.body.replace(/outcome=sha256:\w+/, `outcome=sha256:${'a'.repeat(64)}`)
  expect(await spoilt(shown, { body })).toContain('is not the one that the comment showed')
  expect(await spoilt(shown, { body: shown.body.replace(/head=\w+/, 'head=abc') })).toContain('not of its last commit')
  expect(await spoilt(shown, { user: { login: 'mallory', type: 'User' } })).toContain('not of its last commit')
  // The token of the job goes to the API alone, and not to the store that it leads to.
  expect(github.strangers).toEqual([])
})

test('E18: a pull request from a fork is validated without a secret, and planned by nobody', async () => {
  const world = await githubWorld()
  const pull = world.open('menu', hideMenu(world))
  expect((await world.inPull('plan', pull, { fork: true })).ran).toBe(false)
  const validated = await world.inPull('validate', pull, { fork: true })
  expect(validated.success, validated.log).toBe(true)
  const broken = world.open('menu', { 'apps.yaml': 'kind: Ap\nname: x\n' })
  const refused = await world.inPull('validate', broken, { fork: true })
  expect(refused.success).toBe(false)
  expect(refused.commands.map(({ line }) => line).join('\n')).toContain('apps.yaml')
  expect(world.proxy.seen).toEqual([])
  expect(world.github.seen).toEqual([])
})

test('where there is no plan, where a limit refuses it, and where a list could not be read, the comment says so and the check fails', async () => {
  const world = await githubWorld()
  const pull = world.open('mistake', { 'account.yaml': `${world.text('account.yaml')}  slak: { enabled: true }\n` })
  const invalid = await world.inPull('plan', pull)
  expect(invalid.outputs['exit-code']).toBe('1')
  const body = () => world.ours(pull, 'plan')[0]?.body ?? ''
  expect(body()).toContain('there is no plan')
  expect(body()).toContain('account.yaml')
  expect(body()).toContain('outcome=none')
  expect(world.github.artifacts).toEqual([])

  world.open('mistake', hideMenu(world))
  world.proxy.fault = ({ path }) => (path === '/v1/connections' ? 'not-found' : null)
  const incomplete = await world.inPull('plan', pull)
  world.proxy.fault = () => null
  expect(incomplete.outputs['exit-code']).toBe('4')
  expect(incomplete.success).toBe(false)
  expect(incomplete.commands.at(-1)?.line).toContain('::error title=Writ plan ended with 4::Incomplete')
  expect(body()).toContain('incomplete')
  expect(body()).not.toContain('there is no plan')
  expect(world.ours(pull, 'plan')).toHaveLength(1)
})

test('drift is one issue: opened, kept up to date, closed when all is as declared', async () => {
  const world = await githubWorld()
  const pull = await planned(world, 'menu', hideMenu(world))
  expect((await world.merge(pull)).success).toBe(true)
  expect((await world.onMain('drift', 'schedule')).success).toBe(true)
  expect(openIssues(world)).toEqual([])

  await zoomByHand(world)
  const night = await world.onMain('drift', 'schedule')
  expect(night.success).toBe(false)
  expect(night.outputs['exit-code']).toBe('2')
  const [issue] = openIssues(world)
  expect(issue?.title).toBe('Writ: the live platform differs from what is declared')
  expect(issue?.body).toContain('project/acme/apollo#integrations.zoom')
  const next = await world.onMain('drift', 'schedule')
  expect(next.success).toBe(false)
  expect(openIssues(world).map(({ number }) => number)).toEqual([issue?.number])

  const outcome = outcomeIn(issue?.body.slice(issue.body.indexOf('What to do')) ?? '')
  const repaired = await world.onMain('apply', 'workflow_dispatch', { outcome })
  expect(repaired.success, repaired.log).toBe(true)
  expect((await world.onMain('drift', 'schedule')).success).toBe(true)
  expect(openIssues(world)).toEqual([])
})

test('a staged rollout applies stage by stage, and stops where one does not end well', async () => {
  const world = await githubWorld()
  world.edit(
    '# stages: |\n          #   account/canary-*\n          #   all',
    'stages: |\n            project/acme/apollo\n            all',
  )
  const pull = await planned(world, 'menu', hideMenu(world))
  const applied = await world.merge(pull)
  expect(applied.success, applied.log).toBe(true)
  expect(applied.log.match(/^Done in/gm)).toHaveLength(2)
  expect(await menuOf(world)).toBe(false)
})

test('E6: a plan of the day before yesterday is planned again, and applied where it would do the same', async () => {
  const world = await githubWorld()
  const pull = await planned(world, 'menu', hideMenu(world))
  const [artifact] = world.github.artifacts
  if (artifact === undefined) throw new Error('there is no plan')
  const plan = readZip(artifact.zip).replace(/"createdAt": "[^"]+"/, '"createdAt": "2026-01-01T00:00:00.000Z"')
  Object.assign(artifact, { zip: zipOf('plan.json', Buffer.from(plan)), digest: '' })
  const applied = await world.merge(pull)
  expect(applied.success, applied.log).toBe(true)
  expect(await menuOf(world)).toBe(false)
})

const readZip = (zip: Buffer) =>
  inflateRawSync(zip.subarray(30 + 'plan.json'.length, zip.readUInt32LE(18) + 39)).toString()

test('comments are found by their marker and their author: a race leaves none behind, and nobody else is overwritten', async () => {
  const world = await githubWorld()
  const pull = world.open('menu', hideMenu(world))
  const { github } = world
  github.comment(pull.number, 'mallory', '<!-- writ:plan -->\nAll is well, merge it.')
  for (const body of ['<!-- writ:plan -->\nold', '<!-- writ:plan -->\nolder', 'unrelated'])
    github.comments.get(pull.number)?.push({
      id: github.comments.size * 1000 + body.length,
      body,
      user: { login: 'github-actions[bot]', type: 'Bot' },
    })
  expect((await world.inPull('plan', pull)).success).toBe(true)
  expect(world.ours(pull, 'plan')).toHaveLength(1)
  const bodies = github.comments.get(pull.number)?.map(({ body }) => body) ?? []
  expect(bodies).toContain('<!-- writ:plan -->\nAll is well, merge it.')
  expect(bodies).toContain('unrelated')
})

test('hostile names of branches, titles and apps run nothing, and give the runner no command', async () => {
  const world = await githubWorld()
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for a shell
  const branch = 'x`touch${IFS}pwned`$(touch${IFS}pwned);touch${IFS}pwned;\'"&|'
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is for a runner
  const text = '`touch pwned` $(touch pwned) ##[add-mask]acme ::add-mask::acme ${{ github.token }} @everyone'
  const apps = `${world.text('apps.yaml')}---\nkind: App\nname: hostile\ndisplayName: ${JSON.stringify(text)}\ndescription: ${JSON.stringify(`a\n::set-output name=plan::x\n::error::${text}`)}\nauth: oauth2\nstate: active\nsettings: { clientId: x }\n`
  const pull = world.open(branch, { 'apps.yaml': apps }, `${text}\n::set-output name=plan::x`)
  const run = await world.inPull('plan', pull)
  expect(run.success, run.log).toBe(true)
  expect(run.commands.filter(({ name }) => !['notice', 'warning'].includes(name))).toEqual([])
  world.github.approve(pull.number, 'bo', pull.head.sha)
  const applied = await world.merge(pull)
  expect(applied.success, applied.log).toBe(true)
  expect(applied.commands).toEqual([])
  expect(applied.log).not.toContain(world.sandbox.tokens.admin)
})
