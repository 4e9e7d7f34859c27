import { KINDS } from '../../kinds/index.js'
import type { Address } from '../../model/address.js'
import type { Statement } from '../../model/document.js'
import type { FieldsByKind, Resource, ResourceKind } from '../../model/resource.js'

/** What the estate says about one thing: only the fields it has an opinion on (E2). */
export interface Desired<K extends ResourceKind = ResourceKind> {
  readonly kind: K
  readonly address: Address
  /** As in the live tree that was built with the new names. */
  readonly key: string
  /** `ensure: absent` (E2). */
  readonly absent: boolean
  readonly fields: Partial<FieldsByKind[K]>
  /** Which statements say so, by field; under `*` what speaks for the whole. */
  readonly said: Readonly<Record<string, readonly Statement[]>>
  /** True where a passed `until` is what closes it (origin `expiry`). */
  readonly expired: boolean
  readonly children: { [C in ResourceKind]?: Map<string, Desired<C>> }
}

type Parts<K extends ResourceKind> = Pick<Desired<K>, 'fields' | 'said'> &
  Partial<Pick<Desired<K>, 'absent' | 'expired'>>

export function desired<K extends ResourceKind>(
  kind: K,
  parent: { readonly address: Address } | null,
  key: string,
  parts: Parts<K>,
): Desired<K> {
  const address = KINDS[kind].address(parent?.address ?? '', key)
  return { kind, address, key, absent: false, expired: false, children: {}, ...parts }
}

export function want<C extends ResourceKind>(of: Desired, child: Desired<C>): Desired<C> {
  let siblings = of.children[child.kind] as Map<string, Desired<C>> | undefined
  if (siblings === undefined) {
    siblings = new Map()
    Object.assign(of.children, { [child.kind]: siblings })
  }
  siblings.set(child.key, child)
  return child
}

const NONE = new Map<string, never>()

/** The wanted children of one kind, by key. */
export const wanted = <C extends ResourceKind>(of: Desired | undefined, kind: C): ReadonlyMap<string, Desired<C>> =>
  (of?.children[kind] as Map<string, Desired<C>> | undefined) ?? (NONE as unknown as ReadonlyMap<string, Desired<C>>)

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

export type { Resource }
