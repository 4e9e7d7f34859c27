import type { Desired } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import type { FieldsByKind, Resource, ResourceKind } from '../model/resource.js'
import { KINDS } from './index.js'

/** Makes a resource of a kind, from the row that stands for it if it is stored already. */
export function resource<K extends ResourceKind>(
  kind: K,
  parent: Resource | null,
  key: string,
  row: { readonly id: string; readonly etag: string } | null,
  fields: FieldsByKind[K],
): Resource<K> {
  const address = KINDS[kind].address(parent?.address ?? '', key)
  return { kind, address, key, id: row?.id ?? null, etag: row?.etag ?? null, fields, children: {} }
}

type Parts<K extends ResourceKind> = Pick<Desired<K>, 'fields' | 'said'> &
  Partial<Pick<Desired<K>, 'absent' | 'expired' | 'because'>>

/** Makes what the estate wants of one thing. */
export function desired<K extends ResourceKind>(
  kind: K,
  parent: { readonly address: string } | null,
  key: string,
  parts: Parts<K>,
): Desired<K> {
  const address = KINDS[kind].address(parent?.address ?? '', key)
  return { kind, address, key, absent: false, expired: false, children: {}, ...parts }
}

/** Takes those fields of a document that are stated, each with its statement. */
export function stated<K extends ResourceKind>(
  fields: { readonly [F in keyof FieldsByKind[K]]?: FieldsByKind[K][F] | undefined },
  source: Statement['source'],
): Parts<K> {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined)
  const said = Object.fromEntries(known.map(([field]) => [field, [{ source, path: [field] }]]))
  return {
    fields: Object.fromEntries(known) as Partial<FieldsByKind[K]>,
    said: { ...said, '*': [{ source, path: [] }] },
  }
}
