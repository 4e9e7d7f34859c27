/** The kinds that import writes; the others are nobody's state, but somebody's decision. */
export const IMPORTED = [
  'App',
  'Package',
  'AccountSet',
  'Account',
  'ProjectTemplate',
  'Project',
  'Group',
  'User',
  'Connection',
] as const
export type ImportedKind = (typeof IMPORTED)[number]

/** Something that lives and that no document governs, with the reason. */
export interface LeftOut {
  /** The field it would have stood in; empty for a whole document. */
  readonly field: string
  readonly message: string
}

/** A document to be written: its fields in the order in which people read them, and what is said beside it. */
export class Page {
  /** Lines of comment by the field they stand above; under the empty name, above the document. */
  readonly comments = new Map<string, string[]>()
  readonly left: LeftOut[] = []

  constructor(
    readonly kind: ImportedKind,
    readonly value: Record<string, unknown>,
  ) {}

  /** Says a field, unless there is nothing to say. */
  say(field: string, value: unknown): void {
    if (value !== undefined && !isEmptyMap(value)) this.value[field] = value
  }

  /** Something to know when reading the field. */
  remark(field: string, text: string): void {
    const lines = this.comments.get(field) ?? []
    this.comments.set(field, [...lines, text])
  }

  /** Something that lives and stays out of the document: said beside it, and told to whoever imports. */
  leave(field: string, message: string): void {
    this.remark(field, message)
    this.left.push({ field, message })
  }
}

const isEmptyMap = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
