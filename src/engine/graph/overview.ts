import type { Estate, EstateDocument } from '../../model/document.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import { count, groupBy, grouped, list } from '../../report/words.js'
import type { Governed, Sides } from '../../state/index.js'
import { drawHolds } from './holds.js'
import { drawPackages, listingLines, saidIn } from './packages.js'
import type { Pen } from './pen.js'

/** So many packages, sets and groups of accounts one looks at. */
const MOST = { packages: 40, sets: 30, accounts: 30 }

/** The estate as a whole: packages, the sets that hand them out, and the declared accounts, alike ones in one box. */
export function drawEstate(pen: Pen, estate: Estate, sides: Sides): void {
  const of = <K extends DocumentKind>(kind: K) =>
    estate.documents.filter((document) => document.kind === kind) as unknown as EstateDocument<K>[]
  drawPackages(pen, first(pen, of('Package'), 'packages', 'package'))
  const matched = new Map<string, number>()
  for (const { sets } of sides.governance.accounts)
    for (const { value } of sets) matched.set(value.name, (matched.get(value.name) ?? 0) + 1)
  for (const set of first(pen, of('AccountSet'), 'sets', 'set')) drawSet(pen, set, matched.get(set.value.name) ?? 0)
  drawAccounts(pen, sides.governance.accounts, below(estate))
  drawHolds(pen, of('Hold'), of('Package'))
  for (const [kind, what] of BESIDE) pen.leave(what, of(kind).length)
}

const BESIDE: readonly (readonly [DocumentKind, string])[] = [
  ['ProjectSet', 'project set'],
  ['ProjectTemplate', 'project template'],
  ['Policy', 'rule'],
  ['Waiver', 'waiver'],
]

function first<T>(pen: Pen, all: readonly T[], what: keyof typeof MOST, word: string): T[] {
  pen.leave(word, Math.max(0, all.length - MOST[what]))
  return all.slice(0, MOST[what])
}

function drawSet(pen: Pen, set: EstateDocument<'AccountSet'>, declared: number): void {
  const { name, match, expect, allowedApps = {}, integrations = {} } = set.value
  const bounds =
    expect === undefined
      ? []
      : [`expects ${[expect.min, expect.max].map((each) => (each === undefined ? 'any' : grouped(each))).join(' to ')}`]
  pen.box(`set ${name}`, {
    ...{ kind: 'set', name },
    lines: [
      match === 'all' ? 'every account' : `matches ${conditions(match)}`,
      declaredLine(match, declared),
      ...[...bounds, ...listingLines(allowedApps), ...toggles(integrations)],
    ],
    said: [saidIn(set as EstateDocument, 'name')],
  })
  for (const each of allowedApps.packages ?? []) pen.arrow(`package ${each}`, `set ${name}`, 'allows')
}

/** Labels may live without being declared: only live state tells whom such a set matches besides. */
const declaredLine = (match: object | string, declared: number): string =>
  `${count(declared, 'declared account')}${JSON.stringify(match).includes('"labels"') ? ', others by live labels' : ', and live ones'}`

function conditions(match: object): string {
  const { labels = {}, names = [], not } = match as { labels?: object; names?: string[]; not?: object }
  const parts = Object.entries(labels).map(([key, value]) => `${key} ${list([value].flat().map(String), 3)}`)
  if (names.length > 0) parts.push(`names ${list(names, 3)}`)
  return `${parts.join(', ')}${not === undefined ? '' : `, not ${conditions(not)}`}`
}

type Entries = Readonly<Record<string, { readonly enabled?: boolean; readonly from?: string; readonly until?: string }>>

/** What is switched on and off, in a line each. */
export function toggles(entries: Entries): string[] {
  const names = (isOn: boolean) =>
    Object.entries(entries)
      .filter(([, { enabled = true }]) => enabled === isOn)
      .map(
        ([app, { until, from }]) =>
          `${app === '*' ? 'every other app' : app}${from ? ` from ${from}` : ''}${until ? ` until ${until}` : ''}`,
      )
  const line = (word: string, of: string[]) => (of.length === 0 ? [] : [`${word}: ${list(of, 4)}`])
  return [...line('on', names(true)), ...line('off', names(false))]
}

type Below = ReadonlyMap<string, Readonly<Record<string, number>>>

/** How many projects, groups and people are declared below each account. */
function below({ documents }: Estate): Below {
  const found = new Map<string, Record<string, number>>()
  for (const { kind, value } of documents) {
    const { account } = value as { account?: string }
    const word = COUNTED[kind]
    if (account === undefined || word === undefined) continue
    const counts = found.get(account) ?? {}
    counts[word] = (counts[word] ?? 0) + 1
    found.set(account, counts)
  }
  return found
}

const COUNTED: { readonly [K in DocumentKind]?: string } = {
  Project: 'project',
  Group: 'group',
  User: 'user',
  Connection: 'connection',
}

/** Accounts of which the same is said, as one box: the most numerous first. */
function drawAccounts(pen: Pen, all: readonly Governed[], counted: Below): void {
  const groups = [...groupBy(all, shapeOf).values()].sort((one, other) => other.length - one.length)
  for (const alike of groups.slice(0, MOST.accounts)) drawAlike(pen, alike, counted)
  pen.leave(
    'account',
    groups.slice(MOST.accounts).reduce((sum, alike) => sum + alike.length, 0),
  )
}

const shapeOf = ({ document, sets }: Governed): string => {
  const { allowedApps, integrations, mode, showIntegrations } = document?.value ?? {}
  return JSON.stringify([sets.map(({ value }) => value.name), allowedApps, integrations, mode, showIntegrations])
}

function drawAlike(pen: Pen, alike: readonly Governed[], counted: Below): void {
  const [one] = alike
  if (one === undefined) return
  const names = alike.map(({ name }) => name)
  const { allowedApps = {}, integrations = {}, showIntegrations, mode } = one.document?.value ?? {}
  const key = `accounts ${shapeOf(one)}`
  const isDrawn = pen.box(key, {
    kind: alike.length === 1 ? 'account' : 'accounts',
    name: alike.length === 1 ? one.name : `${grouped(alike.length)} accounts alike`,
    lines: [
      ...(alike.length === 1 ? [] : [list(names, 3)]),
      ...(mode === undefined ? [] : [`mode ${mode}`]),
      ...(showIntegrations === undefined ? [] : [`menu ${showIntegrations ? 'shown' : 'hidden'}`]),
      ...(allowedApps.inherit === false ? ['sets allow nothing here'] : []),
      ...[...listingLines(allowedApps), ...toggles(integrations), ...belowLine(names, counted)],
    ],
    count: alike.length,
    said: alike
      .slice(0, 2)
      .flatMap(({ document }) => (document === null ? [] : [saidIn(document as EstateDocument, 'name')])),
  })
  if (!isDrawn) return
  for (const { value } of one.sets) pen.arrow(`set ${value.name}`, key, 'matches')
  for (const each of allowedApps.packages ?? []) pen.arrow(`package ${each}`, key, 'allows')
}

function belowLine(names: readonly string[], counted: Below): string[] {
  const sum = (word: string) => names.reduce((total, name) => total + (counted.get(name)?.[word] ?? 0), 0)
  const told = ['project', 'group', 'user', 'connection'].flatMap((word) =>
    sum(word) === 0 ? [] : [count(sum(word), word)],
  )
  return told.length === 0 ? [] : [`below: ${told.join(', ')}`]
}
