import { address } from '../model/address.js'
import type { FieldsByKind } from '../model/resource.js'
import { both, byKey, directionOf, type KindDeclaration, whole } from './declaration.js'

/** A corporate account or customer: its menu (T1) and its allow-list (T2). */
export const account: KindDeclaration<'account'> = {
  kind: 'account',
  collection: 'accounts',
  parents: [],
  address: (_, key) => address('account', key),
  fields: { name: whole, labels: byKey, showIntegrations: whole, allowedApps: whole },
  direction: (before, after) => both(allowed(before, after), menu(before, after)),
}

type Fields = FieldsByKind['account'] | null

function allowed(before: Fields, after: Fields) {
  const [from, to] = [before?.allowedApps ?? [], after?.allowedApps ?? []]
  if (from === to) return 'neutral'
  if (to === 'all') return 'opens'
  // "All" covers apps that are not there yet, so a list is always narrower.
  return from === 'all' ? 'closes' : directionOf(new Set(from), new Set(to))
}

const menu = (before: Fields, after: Fields) =>
  directionOf(new Set(before?.showIntegrations ? ['menu'] : []), new Set(after?.showIntegrations ? ['menu'] : []))
