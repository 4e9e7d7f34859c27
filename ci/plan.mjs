// Questions about plan files: node plan.mjs digest|baseline|is|same|compare …
import { digestOf, isSame, movedText, readPlan } from './plans.mjs'

const COMMANDS = {
  digest: (kind, path) => digestOf(readPlan(path), kind),
  baseline: (path) => readPlan(path).baseline?.commit ?? '',
  is: (digest, path) => isSame(digest.trim(), digestOf(readPlan(path), 'outcome')),
  same: (one, other) => isSame(digestOf(readPlan(one), 'outcome'), digestOf(readPlan(other), 'outcome')),
  compare: (approved, now) => movedText(readPlan(approved), readPlan(now)),
}

const [command, ...args] = process.argv.slice(2)
const answer = COMMANDS[command](...args)
if (typeof answer === 'boolean') process.exitCode = answer ? 0 : 1
else process.stdout.write(`${answer}\n`)
