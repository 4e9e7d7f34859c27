import { createHash } from 'node:crypto'

/** Longer names are cut: file systems allow no more than 255 bytes. In signs. */
const LONGEST = 80
/** What some system takes for a device or a folder of its own, and what the loader passes over. */
const TAKEN = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$|^node_modules$|\.ya?ml$/

/** The file name, without its ending, of something with this name. */
export type FileName = (name: string) => string

/**
 * A file name for each name, safe on every system and different from every other, whatever the names are. A name that
 * is safe already keeps itself; others get the nearest safe one, with a digest of the name where two would meet.
 */
export function fileNames(names: Iterable<string>): FileName {
  const wanted = [...new Set(names)].sort().map((name) => [name, safe(name)] as const)
  const counts = new Map<string, number>()
  for (const [, file] of wanted) counts.set(file, (counts.get(file) ?? 0) + 1)
  const files = new Map(wanted.filter(([name, file]) => name === file && file !== ''))
  const taken = new Set(files.values())
  for (const [name, file] of wanted) {
    if (files.has(name)) continue
    let free = file !== '' && counts.get(file) === 1 ? file : digested(name, file)
    while (taken.has(free)) free += '-'
    taken.add(free)
    files.set(name, free)
  }
  return (name) => files.get(name) ?? digested(name, '')
}

/** Small Latin letters, digits, dots and hyphens; accents fall away. */
function safe(name: string): string {
  const folded = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const plain = folded
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/[-.]{2,}/g, '-')
    .replace(/^[-.]|[-.]$/g, '')
  const short = plain.slice(0, LONGEST).replace(/[-.]$/, '')
  return TAKEN.test(short) ? '' : short
}

const digested = (name: string, file: string): string =>
  `${file || 'name'}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`
