/** What documents say, read as `estate.md` puts it and with no regard for speed: the tests' own second opinion. */

export type Doc = { kind: string; [field: string]: unknown }
export type AppIn = string | { app: string; from?: string; until?: string }
export interface Allowed {
  packages?: string[]
  apps?: AppIn[]
  categories?: string[]
  allApps?: boolean
  except?: AppIn[]
  inherit?: boolean
}
export interface Entry {
  enabled?: boolean | 'inherit'
  from?: string
  until?: string
  [field: string]: unknown
}

export const nameIn = (entry: AppIn): string => (typeof entry === 'string' ? entry : entry.app)

/** Dates are whole days: `until` the 31st is open through the 31st. */
export const inForce = (entry: { from?: string; until?: string } | string | boolean, day: string): boolean =>
  typeof entry !== 'object' || ((entry.from === undefined || entry.from <= day) && !(entry.until && entry.until < day))

/** An account as documents and sets see it: its name and labels as they will be. */
export interface Known {
  name: string
  labels: Record<string, string>
}

export function setsOf(docs: readonly Doc[], account: Known): Doc[] {
  return docs
    .filter((doc) => doc.kind === 'AccountSet' && matches(doc.match, account))
    .sort((a, b) => Number(b.priority ?? 0) - Number(a.priority ?? 0))
}

export const ownDoc = (docs: readonly Doc[], name: string): Doc | undefined =>
  docs.find((doc) => doc.kind === 'Account' && doc.name === name)

interface Conditions {
  labels?: Record<string, string | string[]>
  names?: string[]
  not?: Conditions
}

function matches(match: unknown, account: Known): boolean {
  if (match === 'all') return true
  const { labels = {}, names, not } = match as Conditions
  const byLabels = Object.entries(labels).every(([key, value]) => [value].flat().includes(account.labels[key] ?? '\n'))
  const byName = names === undefined || names.some((name) => asPattern(name).test(account.name))
  return byLabels && byName && !(not !== undefined && matches(not, account))
}

const asPattern = (text: string) => new RegExp(`^${text.replaceAll('*', '.*')}$`)

/** The account's allow-list; null where nobody has an opinion. `catalogue` is name and category of every app there will be. */
export function allowedBy(
  docs: readonly Doc[],
  account: Known,
  catalogue: ReadonlyMap<string, string>,
  day: string,
): 'all' | Set<string> | null {
  const own = ownDoc(docs, account.name)?.allowedApps as Allowed | undefined
  const sets = own?.inherit === false ? [] : setsOf(docs, account).map((set) => set.allowedApps as Allowed | undefined)
  const lists = [own, ...sets].filter((list) => list !== undefined)
  if (!lists.some(({ packages, apps, categories, allApps }) => packages ?? apps ?? categories ?? allApps)) return null
  const except = lists.flatMap((list) => list.except ?? []).filter((each) => inForce(each, day))
  const granted = lists.map((list) => granting(docs, list, catalogue, day))
  if (granted.includes('all') && except.length === 0) return 'all'
  const names = granted.flatMap((each) => (each === 'all' ? [...catalogue.keys()] : [...each]))
  return new Set(names.filter((name) => !except.map(nameIn).includes(name)))
}

function granting(docs: readonly Doc[], list: Allowed, catalogue: ReadonlyMap<string, string>, day: string) {
  if (list.allApps) return 'all' as const
  const names = new Set((list.apps ?? []).filter((each) => inForce(each, day)).map(nameIn))
  for (const [name, category] of catalogue) if (list.categories?.includes(category)) names.add(name)
  for (const name of list.packages ?? []) {
    const doc = docs.find((each) => each.kind === 'Package' && each.name === name) as (Doc & Allowed) | undefined
    const inner = granting(docs, { ...doc, packages: (doc?.includes as string[]) ?? [] }, catalogue, day)
    if (inner === 'all') return 'all'
    for (const each of inner) names.add(each)
  }
  return names
}

/** The nearest entry that names the app, else the nearest "*": own document first, then sets by priority. */
export function accountEntry(docs: readonly Doc[], account: Known, app: string): (Entry & { star: boolean }) | null {
  return nearest([ownDoc(docs, account.name), ...setsOf(docs, account)], app)
}

/** A project's own document, then its template, then sets by priority; and "*" only where nobody names the app. */
export function projectEntry(docs: readonly Doc[], account: Known, project: Known, app: string) {
  const own = docs.find((doc) => doc.kind === 'Project' && doc.account === account.name && doc.name === project.name)
  const template = docs.find(
    (doc) => doc.kind === 'ProjectTemplate' && doc.account === account.name && doc.name === own?.template,
  )
  // What is to go is spoken for by nobody, even while something keeps it.
  if (own?.ensure === 'absent') return null
  return nearest([own, template, ...projectSetsOf(docs, account, project)], app)
}

/** The sets that match a project, by its account, labels and name. */
export function projectSetsOf(docs: readonly Doc[], account: Known, project: Known): Doc[] {
  return docs
    .filter((doc) => doc.kind === 'ProjectSet' && matchesProject(doc.match, account, project))
    .sort((a, b) => Number(b.priority ?? 0) - Number(a.priority ?? 0))
}

function matchesProject(match: unknown, account: Known, project: Known): boolean {
  if (match === 'all') return true
  const { accounts, not, ...own } = match as Conditions & { accounts?: unknown }
  if (accounts !== undefined && !matches(accounts, account)) return false
  return matches(own, project) && !(not !== undefined && matchesProject(not, account, project))
}

function nearest(speakers: readonly (Doc | undefined)[], app: string): (Entry & { star: boolean }) | null {
  for (const key of [app, '*']) {
    for (const speaker of speakers) {
      const entry = (speaker?.integrations as Record<string, Entry> | undefined)?.[key]
      if (entry !== undefined) return { ...entry, star: key === '*' }
    }
  }
  return null
}
