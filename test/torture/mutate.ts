import { HOSTILE } from '../support/hostile.js'
import type { Random } from './fuzz.js'

/** What readers of YAML trip over. */
const TOKENS = [
  ...[
    '---\n',
    '...\n',
    '%YAML 1.1\n',
    '&a ',
    '*a',
    '!!str ',
    '!x ',
    '<<: ',
    '? ',
    ': ',
    '- ',
    '| ',
    '>-\n',
    '#',
    '"',
    "'",
  ],
  ...['{', '}', '[', ']', ',', '~', 'null', '.nan', '012', '1_000', '0x1F', '12345678901234567890', '\t', '\r', '\r\n'],
  ...[
    '\uFEFF',
    '\0',
    '<<<<<<< HEAD\n',
    '=======\n',
    '__proto__: ',
    'constructor: ',
    '"*"',
    'kind: App\n',
    'ensure: absent\n',
  ],
  ...[
    'match: all\n',
    'enabled: true',
    'until: 2027-01-01',
    'until: 9999-99-99',
    'email: a@x.example\n',
    '[[[[[[[[',
    '{a: {a: {a: ',
  ],
]

type Mutation = (text: string, random: Random, other: string) => string

/** Changes of texts of any sort: of characters, lines and blocks. */
const mutations: readonly Mutation[] = [
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => insert(text, random, random.pick(TOKENS)),
  (text, random) => insert(text, random, random.pick(HOSTILE)),
  (text, random) => insert(text, random, random.pick(TOKENS).repeat(1 + random.below(200))),
  (text, random) => insert(text, random, String.fromCharCode(random.below(0x10000))),
  (text, random) => lines(text, random, (all, at) => all.splice(at, 1 + random.below(4))),
  (text, random) => lines(text, random, (all, at) => all.splice(at, 0, ...all.slice(at, at + 1 + random.below(5)))),
  (text, random) =>
    lines(text, random, (all, at) => all.splice(at, 1, ' '.repeat(random.below(6)) + (all[at] ?? '').trim())),
  (text, random) => lines(text, random, (all, at) => all.splice(random.below(all.length), 0, ...all.splice(at, 2))),
  (text, random, other) => insert(text, random, part(other, random)),
  (text, random) => text.replaceAll(/: .*/g, (value) => (random.maybe(0.05) ? `: ${random.pick(TOKENS)}` : value)),
  (text, random) => insert(text, random, part(text, random)),
]

/** A text changed a few times over. */
export function mutated(text: string, random: Random, other: string): string {
  let changed = text
  for (let times = 1 + random.below(4); times > 0; times--) changed = random.pick(mutations)(changed, random, other)
  return changed
}

function insert(text: string, random: Random, what: string): string {
  const at = random.below(text.length + 1)
  return text.slice(0, at) + what + text.slice(at + (random.maybe(0.3) ? random.below(8) : 0))
}

function part(text: string, random: Random): string {
  const from = random.below(text.length + 1)
  return text.slice(from, from + random.below(400))
}

function lines(text: string, random: Random, change: (all: string[], at: number) => unknown): string {
  const all = text.split('\n')
  change(all, random.below(all.length))
  return all.join('\n')
}

/** Any value where another was expected. */
function anyValue(random: Random): unknown {
  return random.pick<() => unknown>([
    () => null,
    () => random.maybe(0.5),
    () => random.pick([0, -1, 1.5, 1e308, 2 ** 53, random.below(1_000)]),
    () => random.pick(HOSTILE),
    () => random.pick(['', 'x', '*', 'all', 'slack', 'account/acme', 'a%zz', '%', '#', '/', '__proto__', '2026-11-22']),
    () => [],
    () => ({}),
    () => Array.from({ length: random.below(300) }, () => random.below(9)),
    () => deep(1 + random.below(20_000)),
    () => JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}'),
  ])()
}

function deep(levels: number): unknown {
  let value: unknown = 'x'
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

/** A JSON value with a few of its nodes changed, gone, doubled or renamed. */
export function mutatedValue(value: unknown, random: Random): unknown {
  let changed = value
  for (let times = 1 + random.below(3); times > 0; times--) changed = changeNode(changed, random)
  return changed
}

function changeNode(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.maybe(0.04)) return anyValue(random)
  if (Array.isArray(value)) return changeList(value, random)
  const entries = Object.entries(value)
  if (entries.length === 0) return anyValue(random)
  const at = random.below(entries.length)
  const [key, of] = entries[at] as [string, unknown]
  const say = random.below(20)
  if (say === 0) entries.splice(at, 1)
  else if (say === 1) entries.push([`${key}x`, of])
  else if (say === 2) entries[at] = [random.pick(['__proto__', 'constructor', '', ...HOSTILE.slice(0, 4)]), of]
  else entries[at] = [key, changeNode(of, random)]
  return Object.fromEntries(entries)
}

function changeList(list: readonly unknown[], random: Random): unknown {
  const changed = [...list]
  const at = random.below(changed.length + 1)
  const say = random.below(10)
  if (say === 0) changed.splice(at, 1)
  else if (say === 1) changed.push(...changed.slice(at, at + 3))
  else changed[at] = changeNode(changed[at], random)
  return changed
}
