import type { EstateDocument } from '../model/document.js'
import type { AllowedApps, AppEntry, Category } from '../model/generated/documents.js'
import type { Answer } from './match.js'

export const appOf = (entry: AppEntry): string => (typeof entry === 'string' ? entry : entry.app)

/** What a package or an allow-list names, packages resolved. */
interface Content {
  readonly apps: Set<string>
  readonly categories: Set<Category>
  all: boolean
  /** Whether a package is missing, so that nobody can say what is not in it. */
  open: boolean
}

type Listing = Pick<AllowedApps, 'packages' | 'apps' | 'categories' | 'allApps'>

/** What packages hold, as far as documents tell: categories also hold apps of the live catalogue. */
export class Packages {
  private readonly contents = new Map<string, Content>()
  private readonly documents: Map<string, EstateDocument<'Package'>>
  private readonly categories: Map<string, Category | undefined>

  constructor(packages: readonly EstateDocument<'Package'>[], apps: readonly EstateDocument<'App'>[]) {
    this.documents = new Map(packages.map((document) => [document.value.name, document]))
    this.categories = new Map(apps.map(({ value }) => [value.name, value.category]))
  }

  /** Whether a list of packages, apps and categories has an app in it. */
  includes(listing: Listing, app: string): Answer {
    if (listing.allApps || listing.apps?.some((entry) => appOf(entry) === app)) return 'yes'
    const contents = (listing.packages ?? []).map((name) => this.content(name))
    if (contents.some(({ all, apps }) => all || apps.has(app))) return 'yes'
    const categories = new Set([...(listing.categories ?? []), ...contents.flatMap((each) => [...each.categories])])
    const category = this.categories.get(app)
    if (category !== undefined && categories.has(category)) return 'yes'
    const unsure = contents.some(({ open }) => open) || (category === undefined && categories.size > 0)
    return unsure ? 'maybe' : 'no'
  }

  /** Whether a list certainly has no app in it. */
  isEmpty(listing: Listing): boolean {
    const contents = (listing.packages ?? []).map((name) => this.content(name))
    const own = listing.allApps || listing.apps?.length || listing.categories?.length
    return !own && contents.every(({ apps, categories, all, open }) => !apps.size && !categories.size && !all && !open)
  }

  private content(name: string): Content {
    const known = this.contents.get(name)
    if (known) return known
    const content: Content = { apps: new Set(), categories: new Set(), all: false, open: false }
    this.contents.set(name, content)
    const value = this.documents.get(name)?.value
    if (!value) content.open = true
    for (const entry of value?.apps ?? []) content.apps.add(appOf(entry))
    for (const category of value?.categories ?? []) content.categories.add(category)
    content.all = value?.allApps === true
    for (const each of value?.includes ?? []) this.join(content, this.content(each))
    return content
  }

  private join(into: Content, from: Content): void {
    for (const app of from.apps) into.apps.add(app)
    for (const category of from.categories) into.categories.add(category)
    into.all ||= from.all
    into.open ||= from.open
  }
}
