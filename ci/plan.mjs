// Questions about plan files: node plan.mjs digest|baseline|young|is|same|compare …
import { digestOf, isSame, movedText, readPlan } from './plans.mjs'

/** A plan counts for a day; what is nearly as old is planned again. In milliseconds. */
const YOUNG = 23 * 60 * 60 * 1000

const COMMANDS = {
  digest: (kind, path) => digestOf(readPlan(path), kind),
  baseline: (path) => readPlan(path).baseline?.commit ?? '',
  young: (path) => Date.now() - Date.parse(readPlan(path).createdAt) < YOUNG,
  is: (digest, path) => isSame(digest.trim(), digestOf(readPlan(path), 'outcome')),
  same: (one, other) => isSame(digestOf(readPlan(one), 'outcome'), digestOf(readPlan(other), 'outcome')),
  compare: (approved, now) => movedText(readPlan(approved), readPlan(now)),
}

const [command, ...args] = process.argv.slice(2)
const answer = COMMANDS[command](...args)
if (typeof answer === 'boolean') process.exitCode = answer ? 0 : 1
else process.stdout.write(`${answer}\n`)
