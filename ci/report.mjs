// Markdown for what has no plan to show: node report.mjs no-plan|fenced|drift|not-applied|applied …
import { existsSync, readFileSync } from 'node:fs'
import { digestOf, readPlan } from './plans.mjs'
import { code, cut, fenced } from './text.mjs'

/** What is quoted of a log, in characters. */
const QUOTED = 20_000

const text = (path) => (path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : '')

/** Why there is no plan, in Writ's own words. */
const noPlan = (...paths) =>
  quoted('Writ: there is no plan', paths.map(text).find((each) => each.trim() !== '') ?? 'Writ said nothing.')

const quoted = (title, said) => `### ${title}\n\n${fenced(cut(said, QUOTED))}\n`

/** What differs, and how somebody who has read it puts it right. */
function drift(ended, plan, markdown) {
  const shown = text(markdown).trimEnd()
  if (ended !== '2') return `${shown}\n`
  const outcome = fenced(digestOf(readPlan(plan), 'outcome'))
  return [
    cut(shown, 60_000),
    '#### What to do',
    'Find out who changed it, and why. If it is to stay, declare it in a reviewed change.',
    `If it is to go: whoever has read this starts this pipeline by hand with the outcome\n\n${outcome}\n`,
  ].join('\n\n')
}

/** What was not applied, why, what moved, and how somebody who has read what would be done now lets it happen. */
function notApplied(reason, moved, plan, markdown) {
  const outcome = existsSync(plan) ? digestOf(readPlan(plan), 'outcome') : null
  const way =
    outcome === null
      ? 'There is no plan now either; below is why.'
      : `Whoever has read what would be done now, below, applies exactly that: start this pipeline by hand with the outcome\n\n${fenced(outcome)}`
  const whatMoved = text(moved).trim() === '' ? [] : ['#### What moved since', '', text(moved).trim(), '']
  return [
    '### Writ: merged, and not applied',
    '',
    `${text(reason).trim() || 'What was merged was not approved.'} Nothing was written that nobody has seen.`,
    '',
    ...whatMoved,
    '#### What to do',
    '',
    way,
    '',
    '#### What would be done now',
    '',
    cut(text(markdown), 40_000),
  ].join('\n')
}

/** What became of what was approved. */
function applied(ended, plan, approvers, log) {
  const names = text(approvers)
    .split('\n')
    .filter((name) => name !== '')
  const title = ended === '0' ? 'Writ: applied' : `Writ: apply ended with ${ended}`
  const by = names.length === 0 ? 'nobody' : names.map(code).join(', ')
  const tail = text(log).trimEnd().split('\n').slice(-12).join('\n')
  const details = ended === '0' ? [] : ['', fenced(cut(tail, QUOTED))]
  const outcome = digestOf(readPlan(plan), 'outcome')
  return [`### ${title}`, '', `Outcome ${code(outcome)}, approved by ${by}.`, ...details, ''].join('\n')
}

const COMMANDS = {
  'no-plan': noPlan,
  fenced: (title, path) => quoted(title, text(path)),
  drift,
  'not-applied': notApplied,
  applied,
}

const [command, ...args] = process.argv.slice(2)
process.stdout.write(COMMANDS[command](...args))
