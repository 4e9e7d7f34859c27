import type { Address } from '../model/address.js'
import type { EstateDocument } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import type { Told } from './account-files.js'
import { fittingText } from './fitting.js'
import type { Language } from './language.js'
import { appsNamed } from './named-apps.js'
import type { ImportedKind, Page } from './page.js'
import { settle } from './settle.js'

/** A file to be written, whole. */
export interface ImportedFile {
  /** Below the estate's folder, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly kinds: readonly ImportedKind[]
}

/** Takes pages, leaves out what the language refuses or the estate says elsewhere, and turns them into files. */
export class Collector {
  readonly files: ImportedFile[] = []
  readonly told: Told[] = []
  /** The apps that pages name. */
  readonly apps = new Set<string>()

  constructor(
    readonly language: Language,
    /** In which file the estate declares something already: it stays there. */
    readonly declared: ReadonlyMap<Address, string>,
  ) {}

  add(path: string, pages: readonly Page[]): void {
    const kept = pages.filter((page) => this.#isFree(path, page)).map((page) => settle(page, this.language))
    if (kept.length === 0) return
    const texts = kept.map((page) => fittingText(page, this.language))
    for (const page of kept) this.#note(page)
    this.files.push({ path, text: texts.join('---\n'), kinds: kept.map(({ kind }) => kind) })
  }

  tell(told: Iterable<Told>): void {
    for (const each of told) this.told.push(each)
  }

  #isFree(path: string, page: Page): boolean {
    return (this.declared.get(addressOf(page)) ?? path) === path
  }

  #note(page: Page): void {
    for (const app of appsNamed(page)) this.apps.add(app)
    const at = addressOf(page)
    this.tell(page.left.map(({ message }) => ({ address: at, message })))
  }
}

const addressOf = ({ kind, value }: Page): Address => addressOfDocument({ kind, value } as unknown as EstateDocument)
