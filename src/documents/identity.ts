import type { EstateDocument } from '../model/document.js'
import type { DocumentKind } from '../model/generated/documents.js'

/** The fields that say which thing a document is about, the widest first. */
export const identityFields: Readonly<Record<DocumentKind, readonly string[]>> = {
  App: ['name'],
  Package: ['name'],
  Account: ['name'],
  AccountSet: ['name'],
  ProjectTemplate: ['account', 'accounts', 'name'],
  Project: ['account', 'name'],
  ProjectSet: ['name'],
  Group: ['account', 'project', 'name'],
  User: ['account', 'email'],
  Connection: ['account', 'app', 'name'],
  Waiver: ['name'],
  Hold: ['name'],
  Override: ['name'],
  Policy: ['name'],
  Review: ['name'],
}

export interface Identity {
  /** The same for all things among which names must differ. */
  readonly scope: string
  readonly name: string
  /** The field that holds the name. */
  readonly field: string
}

/** Which thing a valid document is about; of an invalid one, the name may be missing. */
export function identityOf(kind: DocumentKind, value: EstateDocument['value']): Identity
export function identityOf(
  kind: DocumentKind,
  value: object,
): Omit<Identity, 'name'> & { readonly name: string | undefined }
export function identityOf(kind: DocumentKind, value: object) {
  const fields = identityFields[kind]
  const field = fields.at(-1) as string
  const parts = fields.map((each) => (value as Record<string, unknown>)[each])
  const name = parts.at(-1)
  return { scope: scopeKey(kind, ...parts.slice(0, -1)), name: typeof name === 'string' ? name : undefined, field }
}

/** A scope's key; what is left out counts as nothing, whatever stands for it. */
export const scopeKey = (kind: DocumentKind, ...parts: unknown[]): string =>
  parts.length === 0 ? kind : `${kind} ${JSON.stringify(parts.map((part) => part ?? null))}`
