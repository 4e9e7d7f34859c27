// What a pipeline says to its host, and asks it: node forge.mjs comment|issue|close|approved|starter …
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { github } from './forge/github.mjs'
import { gitlab } from './forge/gitlab.mjs'
import { digestOf, isSame, readPlan } from './plans.mjs'
import { COMMENT_LIMIT, cut } from './text.mjs'

const env = process.env
const forge = env.GITLAB_CI === 'true' ? gitlab(env) : github(env)
const environment = /^[\w.-]*$/.test(env.WRIT_ENV ?? '') ? (env.WRIT_ENV ?? '') : ''

/** How a text of ours is found again. Where Writ's own Markdown begins with it, it is not said twice. */
const markerOf = (kind) => `<!-- writ:${[kind, environment].filter((part) => part !== '').join(' ')} -->`

/** Of which commit, run and plan a comment speaks; apply holds the plan it fetched against this. */
const factsOf = ({ head }, plan) =>
  `<!-- writ:facts head=${head} run=${forge.run} outcome=${plan === null ? 'none' : digestOf(plan, 'outcome')} -->`

const isKind = (kind) => (each) => each.body.startsWith(markerOf(kind))

function textOf(kind, path, facts) {
  const marker = markerOf(kind)
  const text = readFileSync(path, 'utf8')
  const body = text.startsWith(marker) ? text.slice(marker.length).trimStart() : text
  const tail = `\n<sub>[this run](${forge.runUrl})</sub>\n${facts}\n`
  return `${marker}\n${cut(body, COMMENT_LIMIT - marker.length - tail.length - 1)}${tail}`
}

/** One comment of a kind: the first is updated, and what else a race has left is taken away. */
async function comment(kind, path, planPath) {
  const request = kind === 'plan' ? forge.request() : await forge.merged()
  if (request === null) return
  const plan = planPath !== undefined && existsSync(planPath) ? readPlan(planPath) : null
  const body = textOf(kind, path, factsOf(request, plan))
  const [first, ...others] = (await forge.comments(request)).filter(isKind(kind))
  if (first === undefined) await forge.addComment(request, body)
  else if (first.body !== body) await updateOrAdd(request, first.id, body)
  for (const { id } of others) await forge.removeComment(request, id)
}

/** Somebody may have deleted it meanwhile. */
async function updateOrAdd(request, id, body) {
  try {
    await forge.setComment(request, id, body)
  } catch (error) {
    if (error.status !== 404) throw error
    await forge.addComment(request, body)
  }
}

const TITLES = {
  drift: 'Writ: the live platform differs from what is declared',
  apply: 'Writ: merged, and not applied',
}
const titleOf = (kind) => `${TITLES[kind]}${environment === '' ? '' : ` (${environment})`}`

async function issue(kind, path) {
  const body = textOf(kind, path, '')
  const [first] = (await forge.issues()).filter(isKind(kind))
  if (first === undefined) await forge.openIssue(titleOf(kind), body)
  else await forge.setIssue(first.id, titleOf(kind), body)
}

async function close(kind) {
  for (const { id } of (await forge.issues()).filter(isKind(kind))) await forge.closeIssue(id)
}

/** The plan that was reviewed, and who approved it: into a folder. Anything that is missing is a reason not to apply. */
async function approved(folder) {
  const name = env.WRIT_PLAN_NAME || 'writ-plan'
  const request = await forge.merged()
  if (request === null) throw new Error('This commit came without a request to merge it: nobody reviewed a plan of it.')
  const approvers = await forge.approvers(request)
  const wanted = Number(env.WRIT_APPROVALS || '1')
  if (!(approvers.length >= wanted))
    throw new Error(`${approvers.length} of ${wanted} approved the last commit of !${request.number}.`)
  const shown = env.WRIT_COMMENT === 'false' ? null : await shownOn(request)
  const path = join(folder, 'approved.json')
  writeFileSync(path, await forge.planOf(request, name, shown?.run ?? null))
  if (shown !== null && !isSame(shown.outcome, digestOf(readPlan(path), 'outcome')))
    throw new Error('The plan that was kept is not the one that the comment showed.')
  writeFileSync(join(folder, 'approvers.txt'), approvers.map((who) => `${who}\n`).join(''))
}

/** What was reviewed is what the comment showed: of the last commit, from which run, with which outcome. */
async function shownOn(request) {
  const [comment] = (await forge.shown(request)).filter(isKind('plan'))
  const facts = /<!-- writ:facts head=(\w+) run=(\w+) outcome=(\S+) -->\s*$/.exec(comment?.body ?? '')
  const [, head, run, outcome] = facts ?? []
  if (head !== request.head) throw new Error('The comment on the request is not of its last commit.')
  return { run, outcome }
}

const COMMANDS = {
  comment,
  issue,
  close,
  approved,
  starter: () => void process.stdout.write(`${forge.starter}\n`),
}

const [command, ...args] = process.argv.slice(2)
try {
  await COMMANDS[command](...args)
} catch (error) {
  process.exitCode = 3
  if (command === 'approved') writeFileSync(join(args[0], 'reason.txt'), `${error.message}\n`)
  else process.stderr.write(`${error.message}\n`)
}
