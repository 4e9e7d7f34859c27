import type { LineUse, UnusedRow, UsageRow } from '../model/audit-detail.js'
import { compareText } from '../model/canonical.js'

/** Which entries of the estate allow what nobody uses, and to how many accounts; what nobody at all uses on top. Unused apps stand as `usage` does. */
export function linesOf(usage: readonly UsageRow[], unused: readonly UnusedRow[]): LineUse[] {
  let next = 0
  const lines = new Map<string, LineUse & { unused: number; accounts: number; people: number }>()
  for (const { account, app, people, by } of usage) {
    const row = unused[next]
    const isRow = row?.sort === 'app' && row.account === account && row.app === app
    if (isRow) next += 1
    const isUnused = isRow && row.state !== 'unknown'
    for (const { statement, file, line } of by) {
      const key = `${file}:${line}\n${app}`
      const known = lines.get(key) ?? { statement, file, line, app, accounts: 0, unused: 0, people: 0 }
      lines.set(key, known)
      known.accounts += 1
      if (!isUnused) continue
      known.unused += 1
      known.people += people
    }
  }
  return [...lines.values()].filter((line) => line.unused > 0).sort(byUse)
}

const byUse = (a: LineUse, b: LineUse): number =>
  b.unused / b.accounts - a.unused / a.accounts ||
  b.unused - a.unused ||
  compareText(`${a.file}:${a.app}`, `${b.file}:${b.app}`)
