import type { EstateDocument, Statement } from '../../model/document.js'
import type { AllowedApps, AppEntry } from '../../model/generated/documents.js'
import { count, list } from '../../report/words.js'
import type { Pen } from './pen.js'

type Listing = Omit<AllowedApps, 'inherit'>

export const nameOf = (entry: AppEntry): string => (typeof entry === 'string' ? entry : entry.app)

/** What a list allows, a line for each sort: `5 apps: gmail, slack and 3 more`. Packages have arrows of their own. */
export function listingLines({ apps = [], categories = [], allApps, except = [] }: Listing): string[] {
  const names = apps.map(nameOf)
  const dated = apps.filter((entry) => typeof entry !== 'string').length
  return [
    allApps === true ? 'all apps' : '',
    names.length === 0
      ? ''
      : `${count(names.length, 'app')}: ${list(names, 4)}${dated > 0 ? `, ${dated} with dates` : ''}`,
    categories.length === 0 ? '' : `${count(categories.length, 'category', 'categories')}: ${list(categories, 4)}`,
    except.length === 0 ? '' : `except ${list(except.map(nameOf), 4)}`,
  ].filter((line) => line !== '')
}

/** The packages, and what each includes. */
export function drawPackages(pen: Pen, packages: readonly EstateDocument<'Package'>[]): void {
  for (const { value, source } of packages)
    pen.box(`package ${value.name}`, {
      ...{ kind: 'package', name: value.name, lines: listingLines(value) },
      said: [{ source, path: ['name'] }],
    })
  for (const { value } of packages)
    for (const name of value.includes ?? []) pen.arrow(`package ${name}`, `package ${value.name}`, 'included')
}

/** What the packages of a list and all that they include hold, in the order in which they are named. */
export function packagesBehind(
  names: readonly string[],
  known: ReadonlyMap<string, EstateDocument<'Package'>>,
): EstateDocument<'Package'>[] {
  const found = new Map<string, EstateDocument<'Package'>>()
  const add = (name: string) => {
    const document = known.get(name)
    if (document === undefined || found.has(name)) return
    found.set(name, document)
    for (const each of document.value.includes ?? []) add(each)
  }
  for (const name of names) add(name)
  return [...found.values()]
}

export const saidIn = (document: EstateDocument, ...path: Statement['path']): Statement => ({
  source: document.source,
  path,
})
