// What is asked of plan files.
import { readFileSync } from 'node:fs'
import { code } from './text.mjs'

/** How many changes a list names before it counts the rest. */
const MOST = 50

export const readPlan = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** A digest in full; `sha256:` may be left out where somebody types it. */
export const isDigest = (text) => /^(sha256:)?[0-9a-f]{64}$/.test(text)
const bare = (digest) => digest.replace(/^sha256:/, '')

/** Whether two digests are the same, and are digests at all. */
export const isSame = (one, other) => isDigest(one) && isDigest(other) && bare(one) === bare(other)

export function digestOf(plan, kind) {
  const digest = plan?.digests?.[kind]
  if (typeof digest !== 'string' || !isDigest(digest)) throw new Error(`there is no ${kind} digest in this plan`)
  return digest
}

/** What a plan does, by what it does it to. */
const changesOf = ({ changes }) =>
  new Map(
    changes
      .filter(({ observed }) => observed !== true)
      .map(({ address, operation, before, after }) => [
        `${operation} ${address}`,
        JSON.stringify([before ?? null, after ?? null]),
      ]),
  )

/** Markdown of what a plan has that was not approved, has otherwise, and no longer has. */
export function movedText(approved, now) {
  const [then, today] = [changesOf(approved), changesOf(now)]
  const keys = (of, holds) => [...of.keys()].filter(holds)
  return [
    ...listed(
      'Not approved by anybody',
      keys(today, (key) => !then.has(key)),
    ),
    ...listed(
      'Approved, but otherwise',
      keys(today, (key) => then.has(key) && then.get(key) !== today.get(key)),
    ),
    ...listed(
      'Approved, and no longer to be done',
      keys(then, (key) => !today.has(key)),
    ),
  ].join('\n')
}

const listed = (title, keys) =>
  keys.length === 0
    ? []
    : [
        `**${title}**`,
        '',
        ...keys.slice(0, MOST).map((key) => `- ${code(key)}`),
        ...(keys.length > MOST ? [`- … ${keys.length - MOST} more`] : []),
        '',
      ]
