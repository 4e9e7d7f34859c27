import type { AppRow } from '../../rows.js'

const NAMES: Record<string, string> = {
  communication: 'Communication',
  crm: 'CRM',
  'project-management': 'Project management',
  automation: 'Automation',
  calendar: 'Calendar',
  data: 'Data',
  mail: 'Mail',
  identity: 'Identity',
  other: 'Other',
}

export const CATEGORIES: readonly string[] = Object.keys(NAMES)

export const categoryName = (category: string): string => NAMES[category] ?? category

/** Apps by category (T3), in the catalogue's order; within one by the name people see. */
export function byCategory(apps: readonly AppRow[]): [string, AppRow[]][] {
  const known = [
    ...CATEGORIES,
    ...new Set(apps.map(({ category }) => category).filter((name) => !CATEGORIES.includes(name))),
  ]
  const sorted = [...apps].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'))
  return known
    .map((category): [string, AppRow[]] => [category, sorted.filter((app) => app.category === category)])
    .filter(([, members]) => members.length > 0)
}
