import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { isDeeperThan } from '../../model/depth.js'
import { Fault } from '../../model/fault.js'
import type { Plan } from '../../model/generated/plan.js'
import { outcomeDigest } from '../../plan/digests.js'
import { validatePlan } from '../../plan/generated/validators.js'
import { jsonText } from '../../report/escape.js'
import { isDevice } from './stream.js'

/** No plan of a real estate is larger. In bytes. */
const LARGEST = 512 * 1024 * 1024
/** Levels of lists and maps: what an estate's documents may have, and a few around them. */
const DEEPEST = 100

/** Writes a plan whole or not at all. */
export function writePlan(path: string, plan: Plan): void {
  const draft = isDevice(path) ? path : `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    writeFileSync(draft, `${jsonText(plan, 2)}\n`, { flag: draft === path ? 'w' : 'wx' })
    if (draft !== path) renameSync(draft, path)
  } catch (error) {
    if (draft !== path) rmSync(draft, { force: true })
    throw new Fault(
      'plan-file/unwritable',
      `${path} cannot be written: ${(error as Error).message}`,
      'Name another file with --out.',
    )
  }
}

/** Reads a plan file strictly: it comes from a pipeline's store and may be anything. */
export const readPlan = (path: string): Plan => planFrom(path, text(path))

/** The same for whoever reads it to approve it: what was edited approves nothing, so that nobody is shown it (E6). */
export function readUnedited(path: string): Plan {
  const plan = readPlan(path)
  const { platform, changes, effects, digests } = plan
  if (outcomeDigest(platform.tenant, changes, effects) === digests.outcome) return plan
  throw broken(path, 'was edited: its content is not what its outcome digest names')
}

/** The plan that a text holds. @throws Fault where it holds none */
export function planFrom(path: string, content: string): Plan {
  const value = parse(path, content)
  if (isDeeperThan(DEEPEST, value)) throw broken(path, `is deeper than ${DEEPEST} levels`)
  const mistakes = validatePlan(value)
  const [first] = mistakes
  if (first === undefined && pointsInside(value as Plan)) return value as Plan
  const where = first === undefined ? 'an index points nowhere' : `${first.pointer || '/'} ${first.detail}`
  throw broken(path, `is no plan: ${where}${mistakes.length > 1 ? `, and ${mistakes.length - 1} more` : ''}`)
}

function text(path: string): string {
  try {
    const { size } = statSync(path)
    if (size > LARGEST) throw broken(path, `is larger than ${LARGEST / 1024 / 1024} MiB`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Fault) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Fault(
        'plan-file/missing',
        `there is no file ${path}`,
        'Name a file that writ plan --out FILE has made.',
      )
    throw broken(path, `cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

function parse(path: string, content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    throw broken(path, content.trim() === '' ? 'is empty' : 'is not whole JSON')
  }
}

const broken = (path: string, what: string): Fault =>
  new Fault('plan-file/broken', `${path} ${what}`, 'Make it again: writ plan --out FILE.')

/** What a schema cannot say: indexes refer to what there is, and needs to what comes before. */
function pointsInside({ changes, causes, effects, impact, pending, held, findings }: Plan): boolean {
  const isChange = (index: number) => index < changes.length && index >= 0
  const areCauses = (of: readonly { readonly causes: readonly number[] }[]) =>
    of.every((each) => each.causes.every((index) => index >= 0 && index < causes.length))
  return (
    changes.every(({ needs }) => needs.every(isChange)) &&
    [...effects, ...impact.connections].every(({ by }) => isChange(by)) &&
    [changes, pending, held, findings].every(areCauses)
  )
}
