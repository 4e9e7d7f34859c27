import type { DesiredAccount } from '../model/desired.js'
import type { WritConfig } from '../model/generated/documents.js'
import type { Problem } from '../model/problem.js'

/** What writ.yaml says about things that nobody declares: a finding, or only counted (E17). */
export type UndeclaredRules = NonNullable<WritConfig['undeclared']>

const DEFAULTS = { accounts: 'report', apps: 'report', projects: 'keep', users: 'keep' } as const
type Sort = keyof typeof DEFAULTS

const SHOWN = 5

/** Tells of one sort of things that live and that nobody declares, all in one line; null where none do or nobody asks. */
function told(rules: UndeclaredRules, sort: Sort, address: string, names: readonly string[]): Problem | null {
  if (names.length === 0 || (rules[sort] ?? DEFAULTS[sort]) !== 'report') return null
  const sorted = [...names].sort()
  const more = sorted.length > SHOWN ? `, … ${sorted.length - SHOWN} more` : ''
  const what = sorted.length === 1 ? sort.slice(0, -1) : sort
  const message = `${sorted.length} ${what} that nobody declares: ${sorted.slice(0, SHOWN).join(', ')}${more}`
  return { code: `undeclared/${sort}`, severity: 'info', address, message, statements: [] }
}

/** The accounts and apps of the platform that nobody declares. */
export const undeclaredInTenant = (
  rules: UndeclaredRules,
  { accounts, apps }: { readonly accounts: readonly string[]; readonly apps: readonly string[] },
): Problem[] =>
  [told(rules, 'accounts', 'platform', accounts), told(rules, 'apps', 'platform', apps)].filter((each) => each !== null)

/** The projects and people of a governed account that nobody declares. */
export const undeclaredInAccount = (rules: UndeclaredRules, { live, undeclared }: DesiredAccount): Problem[] =>
  [
    told(rules, 'projects', live.address, undeclared.projects),
    told(rules, 'users', live.address, undeclared.users),
  ].filter((each) => each !== null)
