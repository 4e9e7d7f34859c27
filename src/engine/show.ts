import { KINDS } from '../kinds/index.js'
import { type Address, parseAddress } from '../model/address.js'
import type { Desired } from '../model/desired.js'
import type { Estate, EstateDocument, Statement } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import { Fault } from '../model/fault.js'
import { didYouMean } from '../model/nearest.js'
import type { Resource } from '../model/resource.js'
import type { Snapshot } from '../model/snapshot.js'
import type { Shown, ShownField } from '../report/show.js'
import { bringTogether, type Sides } from '../state/index.js'

/** One thing, merged from all that speaks of it, with live beside it. @throws Fault where nothing has that address. */
export function showOver(estate: Estate, snapshot: Snapshot, address: Address, day: string): Shown {
  const sides = bringTogether(estate, snapshot, day)
  const trees = treesOf(sides, snapshot, address)
  const wanted = found<Desired>(trees.wanted, address)
  const live = found<Resource>(trees.live, address)
  if (wanted !== undefined || live !== undefined)
    return { address, id: live?.id ?? null, fields: fieldsOf(wanted, live) }
  const document = estate.documents.find((each) => addressOfDocument(each) === address)
  if (document !== undefined) return fromDocument(address, document)
  const known = [...trees.wanted, ...trees.live].flatMap(addressesIn)
  const names = [...known, ...estate.documents.map(addressOfDocument)]
  const message = `nothing has the address ${address}, in the estate or on the platform.${didYouMean(address, names)}`
  throw new Fault(
    'show/unknown-address',
    message,
    'Addresses look like project/acme/apollo or account/acme#integrations.slack.',
  )
}

type Tree = Desired | Resource

function treesOf(sides: Sides, { rows }: Snapshot, address: Address): { wanted: Desired[]; live: Resource[] } {
  const { kind, parts } = parseAddress(address)
  if (kind === 'app') return { wanted: [...sides.apps.apps.values()], live: [...sides.live.apps.values()] }
  const name = kind === 'connection' && parts.length === 1 ? accountOf(rows, parts[0] ?? '') : (parts[0] ?? '')
  const desired = sides.account(name)
  const row = [...rows.accounts.values()].find((each) => each.name === name)
  if (desired !== null) return { wanted: [desired.wanted], live: [...(desired.live.id === null ? [] : [desired.live])] }
  return { wanted: [], live: row === undefined ? [] : [sides.live.account(row)] }
}

const accountOf = (rows: Snapshot['rows'], connection: string): string =>
  rows.accounts.get(rows.connections.get(connection)?.account ?? '')?.name ?? ''

function found<T extends Tree>(trees: readonly Tree[], address: Address): T | undefined {
  for (const tree of trees) {
    const at = tree.address === address ? tree : found<T>(below(tree), address)
    if (at !== undefined) return at as T
  }
  return undefined
}

const below = (tree: Tree): Tree[] =>
  Object.values(tree.children).flatMap((siblings) => [...siblings.values()] as Tree[])

const addressesIn = (tree: Tree): Address[] => [tree.address, ...below(tree).flatMap(addressesIn)]

/** Its own fields, then what it says about each app. */
function fieldsOf(wanted: Desired | undefined, live: Resource | undefined): ShownField[] {
  const names = new Set([...Object.keys(live?.fields ?? {}), ...Object.keys(wanted?.fields ?? {})])
  const own = [...names].map((name) => ({
    name,
    declared: (wanted?.fields as Record<string, unknown> | undefined)?.[name],
    at: saidOf(wanted, name).map(placeOf),
    live: (live?.fields as Record<string, unknown> | undefined)?.[name],
  }))
  return [...own, ...integrations(wanted, live)]
}

const saidOf = (wanted: Desired | undefined, name: string): readonly Statement[] =>
  wanted === undefined || !(name in wanted.fields) ? [] : (wanted.said[name] ?? wanted.said['*'] ?? [])

function integrations(wanted: Desired | undefined, live: Resource | undefined): ShownField[] {
  const of = (tree: Tree | undefined) =>
    new Map(
      (tree === undefined ? [] : below(tree))
        .filter(({ kind }) => kind.endsWith('-integration'))
        .map((each) => [each.key, each]),
    )
  const [declared, lives] = [of(wanted) as Map<string, Desired>, of(live)]
  return [...new Set([...declared.keys(), ...lives.keys()])].sort().map((app) => ({
    name: `integrations.${app}`,
    declared: declared.get(app)?.fields,
    at: (declared.get(app)?.said['*'] ?? []).map(placeOf),
    live: lives.get(app)?.fields ?? (live && unset(declared.get(app))),
  }))
}

/** What stands where nothing was ever written. */
const unset = (wanted: Desired | undefined): unknown => wanted && KINDS[wanted.kind].defaults

/** Packages and sets exist only in the estate: what they say, and nothing to compare it with. */
function fromDocument(address: Address, { value, source }: EstateDocument): Shown {
  const fields = Object.entries(value).filter(([name]) => name !== 'kind')
  return {
    address,
    id: null,
    fields: fields.map(([name, declared]) => ({
      name,
      declared,
      at: [placeOf({ source, path: [name] })],
      live: declared,
    })),
  }
}

const placeOf = ({ source, path }: Statement) => {
  const { file, line } = source.locate(path, 'key')
  return { file, line }
}
