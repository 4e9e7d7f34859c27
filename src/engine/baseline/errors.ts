import { parseAddress } from '../../model/address.js'
import type { Cause, Finding, Plan } from '../../model/generated/plan.js'
import type { WrittenLine } from './lines.js'

type Found = Pick<Plan, 'findings' | 'causes'>

/**
 * Errors that the baseline does not have are this commit's: they say so, and name first what it wrote. A set that says
 * `enabled` stops an account only since a package lost the app, and the package is what to look at (E7).
 */
export function blameThisCommit<P extends Found>(
  plan: P,
  isNew: (finding: Finding) => boolean,
  written: () => readonly WrittenLine[],
): P {
  if (!plan.findings.some((finding) => isError(finding) && isNew(finding))) return plan
  const lines = written()
  const causes: Cause[] = [...plan.causes]
  const indexOf = indexes(causes)
  const findings = plan.findings.map((finding): Finding => {
    if (!isError(finding) || !isNew(finding)) return finding
    const first = linesFor(finding, lines).map(({ cause }) => indexOf(cause))
    const message = `${finding.message}; new in this change`
    return { ...finding, message, causes: [...new Set([...first, ...finding.causes])], new: true }
  })
  return { ...plan, findings, causes }
}

export const isError = ({ severity }: Finding): boolean => severity === 'error'

/** The only line that was written, or those that speak of the same app; none where nothing tells which it was. */
function linesFor({ address, message }: Finding, lines: readonly WrittenLine[]): readonly WrittenLine[] {
  if (lines.length === 1) return lines
  const { keys } = parseAddress(address)
  const app = keys[0] === 'integrations' ? keys[1] : undefined
  if (app === undefined) return lines.filter(({ cause }) => message.includes(cause.statement.split('#')[0] ?? message))
  const word = JSON.stringify(app)
  return lines.filter(({ text }) => text.includes(word))
}

/** The index of a statement, which is added when no change has named it. */
function indexes(causes: Cause[]): (cause: Cause) => number {
  const keyOf = ({ file, line, column, statement }: Cause) => JSON.stringify([file, line, column, statement])
  const known = new Map(causes.map((cause, at) => [keyOf(cause), at]))
  return (cause) => {
    const at = known.get(keyOf(cause)) ?? causes.push(cause) - 1
    known.set(keyOf(cause), at)
    return at
  }
}
