import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { Audit } from '../../model/audit.js'
import { Fault } from '../../model/fault.js'
import { fileNames } from '../../model/file-names.js'
import { didYouMean } from '../../model/nearest.js'
import type { AuditedPlace } from '../../report/audit-markdown.js'
import type { People } from '../../report/markdown/people.js'
import { reviewDocument, UNSIGNED } from '../../report/review-document.js'
import { packMarkdown, packsOf } from '../../report/review-pack.js'
import { safe } from '../../report/safe.js'
import { count } from '../../report/words.js'
import { writeWhole } from './stream.js'
import { usage } from './usage.js'

interface Packing {
  readonly dir: string
  /** Names of the accounts that are wanted; absent: all. */
  readonly accounts?: readonly string[]
  readonly where: AuditedPlace
  readonly people: People
}

/**
 * Writes for each account what a reviewer reads, and a Review to sign (T10). What somebody has signed already is not
 * written over. Returns what was done, in a sentence.
 */
export function writePacks(audit: Audit, { dir, accounts, where, people }: Packing): string {
  const names = audit.accounts.map(({ account }) => account)
  const unknown = accounts?.find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw usage(
      `there is no account ${safe(unknown)}.${didYouMean(unknown, names)}`,
      'Names are those of the platform.',
    )
  demandOutside(dir)
  const fileOf = fileNames(names)
  mkdirSync(dir, { recursive: true })
  let [written, unsaid] = [0, 0]
  for (const pack of packsOf(audit, (name) => accounts?.includes(name) ?? true)) {
    const file = join(dir, fileOf(pack.account.account))
    const review = reviewDocument(pack)
    if (review === null) unsaid += 1
    else writeUnsigned(`${file}.yaml`, review)
    write(`${file}.md`, packMarkdown(pack, where, people))
    written += 1
  }
  const doubt = unsaid === 0 ? '' : ` Of ${count(unsaid, 'account')} nothing can be said: there is nothing to sign.`
  return `${count(written, 'review pack')} in ${safe(dir)}.${doubt}`
}

/** A pack's Review is not signed, and an estate that reads it is broken: it reads all but what begins with a dot. */
function demandOutside(dir: string): void {
  for (let at = resolve(dir); ; at = dirname(at)) {
    if (existsSync(join(at, 'writ.yaml')))
      throw usage(
        `--review-packs: ${safe(dir)} is read as part of the estate, and a Review that nobody has signed would break it`,
        'Name a folder outside of it, like ../packs, or one that it passes over, like .packs.',
      )
    if (basename(at).startsWith('.') || dirname(at) === at) return
  }
}

function writeUnsigned(file: string, text: string): void {
  if (existsSync(file) && !readFileSync(file, 'utf8').includes(UNSIGNED))
    throw new Fault('out/signed', `${file} is signed already`, 'Name another folder with --review-packs.')
  write(file, text)
}

const write = (file: string, text: string): void => writeWhole(file, [text], 'Name another folder with --review-packs.')
