import { sorted } from '../model/canonical.js'
import type { Because } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { AccountSetDocument, AllowedApps, AppEntry } from '../model/generated/documents.js'
import type { Resource } from '../model/resource.js'
import { inForce } from './dates.js'
import type { EstateIndex } from './estate-index.js'
import { becauseOf } from './mentions.js'
import type { Voice } from './merge.js'

/** An account's allow-list as the estate resolves it. */
export interface AllowList {
  readonly apps: 'all' | readonly string[]
  readonly statements: readonly Statement[]
  /** "All" became a list because something is excepted: apps that are added later are not covered. */
  readonly frozen: boolean
  /** Apps that are allowed on other days than this: they are dormant now, and no contradiction. */
  readonly dated: ReadonlySet<string>
  /** Which entries stand behind what the list gains and loses. */
  readonly because: Because
}

type Speaker = { readonly allowedApps?: AllowedApps }

/**
 * The union of what all voices allow, minus every `except`; null where nobody has an opinion.
 * Categories and "all" resolve over the live catalogue with the estate's App documents laid over it (T2, T3, T7).
 */
export function resolveAllowed(
  own: Voice<Speaker> | null,
  sets: readonly Voice<AccountSetDocument>[],
  index: EstateIndex,
  catalogue: ReadonlyMap<string, Resource<'app'>>,
  day: string,
): AllowList | null {
  const speakers = heard(own, sets)
  if (!speakers.some((voice) => allowsAnything(voice.value.allowedApps))) return null
  const resolver = new Resolver(index, catalogue, day)
  for (const { value, source } of speakers) resolver.hear(value.allowedApps ?? {}, source)
  return { ...resolver.result(), because: becauseOf(speakers, index, catalogue, day) }
}

/** The statements that except something, or refuse what sets allow, where no source allows anything: an error. */
export function takenFromNothing(
  own: Voice<Speaker> | null,
  sets: readonly Voice<AccountSetDocument>[],
): readonly Statement[] {
  const speakers = heard(own, sets)
  if (speakers.some(({ value }) => allowsAnything(value.allowedApps))) return []
  return speakers.map(({ source }) => ({ source, path: ['allowedApps'] }))
}

/** Who has a say about the allow-list: `inherit: false` ignores sets whole. */
function heard(own: Voice<Speaker> | null, sets: readonly Voice<AccountSetDocument>[]): Voice<Speaker>[] {
  const all = own?.value.allowedApps?.inherit === false ? [own] : [...(own === null ? [] : [own]), ...sets]
  return all.filter(({ value }) => value.allowedApps !== undefined)
}

const allowsAnything = (allowed: AllowedApps | undefined): boolean =>
  allowed !== undefined &&
  (['packages', 'apps', 'categories', 'allApps'] as const).some((key) => allowed[key] !== undefined)

class Resolver {
  readonly #apps = new Set<string>()
  readonly #except = new Set<string>()
  readonly #dated = new Set<string>()
  readonly #packages = new Set<string>()
  readonly #statements: Statement[] = []
  #all = false

  constructor(
    readonly index: EstateIndex,
    readonly catalogue: ReadonlyMap<string, Resource<'app'>>,
    readonly day: string,
  ) {}

  hear(allowed: AllowedApps, source: Statement['source']): void {
    for (const key of Object.keys(allowed)) this.#statements.push({ source, path: ['allowedApps', key] })
    this.#add(allowed)
    for (const entry of allowed.except ?? []) if (this.#counts(entry)) this.#except.add(nameOf(entry))
  }

  #add({ apps, categories, allApps, packages }: Omit<AllowedApps, 'except' | 'inherit'>): void {
    if (allApps === true) this.#all = true
    for (const entry of apps ?? []) (this.#counts(entry) ? this.#apps : this.#dated).add(nameOf(entry))
    for (const { key, fields } of this.catalogue.values()) {
      if ((categories as readonly string[] | undefined)?.includes(fields.category)) this.#apps.add(key)
    }
    for (const name of packages ?? []) this.#addPackage(name)
  }

  #addPackage(name: string): void {
    if (this.#packages.has(name)) return
    this.#packages.add(name)
    const document = this.index.named('Package', name)
    if (document === undefined) return
    const { includes, ...own } = document.value
    for (const key of ['apps', 'categories', 'allApps', 'includes'] as const) {
      if (document.value[key] !== undefined) this.#statements.push({ source: document.source, path: [key] })
    }
    this.#add({ ...own, packages: includes ?? [] })
  }

  #counts = (entry: AppEntry): boolean => typeof entry === 'string' || inForce(entry, this.day)

  result(): Omit<AllowList, 'because'> {
    const base = this.#all ? [...this.catalogue.keys()] : [...this.#apps]
    if (this.#all && this.#except.size === 0)
      return { apps: 'all', statements: this.#statements, frozen: false, dated: this.#dated }
    const apps = sorted(base.filter((app) => !this.#except.has(app)))
    return { apps, statements: this.#statements, frozen: this.#all, dated: this.#dated }
  }
}

const nameOf = (entry: AppEntry): string => (typeof entry === 'string' ? entry : entry.app)
