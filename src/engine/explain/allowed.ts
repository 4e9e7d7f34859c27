import type { Estate, EstateDocument, Statement } from '../../model/document.js'
import { addressOfDocument } from '../../model/estate-name.js'
import type { AllowedApps, PackageDocument } from '../../model/generated/documents.js'
import type { Place } from '../../report/explain.js'

type Listing = Pick<AllowedApps, 'apps' | 'packages' | 'categories' | 'allApps'>

/** What leads from an account to an app, as branches: the set that names a package, the package that includes another. */
export class AllowedBranches {
  readonly #documents: ReadonlyMap<Statement['source'], EstateDocument>
  readonly #packages: ReadonlyMap<string, EstateDocument<'Package'>>

  constructor(
    { documents }: Estate,
    private readonly app: string,
    private readonly category: string | undefined,
  ) {
    this.#documents = new Map(documents.map((document) => [document.source, document]))
    const packages = documents.filter(({ kind }) => kind === 'Package') as unknown as EstateDocument<'Package'>[]
    this.#packages = new Map(packages.map((document) => [document.value.name, document]))
  }

  /** What a statement says, in the address of its document and the field: `account/acme integrations.slack`. */
  nameOf = ({ source, path }: Statement): string => {
    const document = this.#documents.get(source)
    const field = path.filter((key) => typeof key === 'string').join('.')
    return [document === undefined ? '' : addressOfDocument(document), field].filter((part) => part !== '').join(' ')
  }

  /** The statements of an allow-list that speak of the app, each with what it builds on below it; empty where none does. */
  of(statements: readonly Statement[]): Place[] {
    const speaking = new Set(statements.filter(({ path }) => path[0] === 'allowedApps').map(({ source }) => source))
    return [...speaking].flatMap((source) => {
      const document = this.#documents.get(source)
      const { allowedApps = {} } = (document?.value ?? {}) as { allowedApps?: AllowedApps }
      const excepted = (allowedApps.except ?? []).some((entry) => nameIn(entry) === this.app)
      const except = excepted ? [this.#place(source, ['allowedApps', 'except'], `excepts ${this.app}`)] : []
      return [...this.#listed(source, allowedApps, ['allowedApps'], new Set()), ...except]
    })
  }

  #listed(source: Statement['source'], listing: Listing, path: Statement['path'], seen: ReadonlySet<string>): Place[] {
    const { apps = [], packages = [], categories = [], allApps } = listing
    const at = apps.findIndex((entry) => nameIn(entry) === this.app)
    return [
      ...(at < 0 ? [] : [this.#place(source, [...path, 'apps', at], `names ${this.app}`)]),
      ...packages.flatMap((name, index) => this.#package(source, [...path, 'packages', index], name, seen)),
      ...(categories.includes(this.category as never)
        ? [this.#place(source, [...path, 'categories'], `category ${this.category}`)]
        : []),
      ...(allApps === true ? [this.#place(source, [...path, 'allApps'], 'all apps')] : []),
    ]
  }

  /** A package that holds the app, with where in it; none where it does not. */
  #package(source: Statement['source'], path: Statement['path'], name: string, seen: ReadonlySet<string>): Place[] {
    const document = this.#packages.get(name)
    if (document === undefined || seen.has(name)) return []
    const { includes = [], ...own }: PackageDocument = document.value
    const inner = new Set(seen).add(name)
    const below = [
      ...this.#listed(document.source, own, [], inner),
      ...includes.flatMap((each, at) => this.#package(document.source, ['includes', at], each, inner)),
    ]
    return below.length === 0 ? [] : [{ ...this.#place(source, path, `package ${name}`), below }]
  }

  #place(source: Statement['source'], path: Statement['path'], what: string): Place {
    const { file, line } = source.locate(path, 'value')
    const document = this.#documents.get(source)
    return { file, line, what: document === undefined ? what : `${addressOfDocument(document)}: ${what}` }
  }
}

const nameIn = (entry: string | { readonly app: string }): string => (typeof entry === 'string' ? entry : entry.app)
