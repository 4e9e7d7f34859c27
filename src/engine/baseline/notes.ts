import { isMap, same } from '../../model/canonical.js'
import type { Estate, EstateDocument, Path } from '../../model/document.js'
import { addressOfDocument } from '../../model/estate-name.js'
import type { DocumentKind } from '../../model/generated/documents.js'
import type { Problem } from '../../model/problem.js'
import { saidBy } from '../../state/index.js'
import type { BaselineEstate } from './settle.js'

/** Longer values are not repeated: the line shows them. */
const LONG = 60

/** What the commit under review changes and what does not count before it is merged: said, each where it stands (E18). */
export function notesOf(head: Estate, { ref, estate }: BaselineEstate): Problem[] {
  if (estate === null) return [nothingBefore(head, ref)]
  if (estate === head) return []
  const paths = differences(estate.config, head.config)
  return [
    ...paths.map((path) => settingNote(head, estate, ref, path)),
    ...documentNotes(head, estate, ref),
    ...permissionNotes(head, estate, ref),
  ]
}

const nothingBefore = ({ configSource }: Estate, ref: string): Problem => ({
  ...{ code: 'baseline/none', severity: 'warning', address: 'writ.yaml' },
  message: `${ref} holds no estate yet: all of this is new, and writ.yaml counts as it stands here`,
  statements: [{ source: configSource, path: [] }],
})

/** The paths at which two settings differ: maps key by key, the rest as a whole. */
export function differences(before: object, now: object, path: readonly string[] = []): string[][] {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...keys].flatMap((key) => {
    const [was, is] = [before, now].map((each) => (each as Record<string, unknown>)[key])
    if (same(was, is)) return []
    return isMap(was) && isMap(is) ? differences(was, is, [...path, key]) : [[...path, key]]
  })
}

function settingNote(head: Estate, before: Estate, ref: string, path: string[]): Problem {
  const [is, was] = [valueAt(head.config, path), valueAt(before.config, path)]
  const now = is === undefined ? 'is left out here' : `is ${shown(is)} here`
  const then = was === undefined ? `${ref} does not say it` : `${shown(was)} at ${ref}`
  const rest = path[0] === 'protect' ? 'what either protects is protected' : 'it takes effect after merge'
  return {
    ...{ code: 'baseline/setting', severity: 'warning', address: 'writ.yaml' },
    message: `${path.join('.')} ${now}, ${then}: ${rest}`,
    statements: [is === undefined ? { source: before.configSource, path } : { source: head.configSource, path }],
  }
}

/** What stands at a path; undefined where nothing does. */
export const valueAt = (config: object, path: Path): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], config)

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONG ? 'another' : text
}

/** What is said of a document that is new, other, or gone. */
type Word = (ref: string) => string
const WORDS: { readonly [K in DocumentKind]?: { readonly added: Word | null; readonly gone: Word } } = {
  Waiver: {
    added: () => 'it covers nothing before it is merged',
    gone: (ref) => `${ref}'s covers until this is merged`,
  },
  Override: {
    added: () => 'it lets nothing pass before it is merged',
    gone: (ref) => `${ref}'s counts until this is merged`,
  },
  Hold: { added: null, gone: (ref) => `as ${ref} has it, it holds until this is merged` },
  Policy: { added: null, gone: (ref) => `as ${ref} has it, it judges until this is merged` },
}

function documentNotes(head: Estate, before: Estate, ref: string): Problem[] {
  const [now, then] = [told(head), told(before)]
  const added = [...now].filter(([said]) => !then.has(said)).map(([, document]) => document)
  const gone = [...then].filter(([said]) => !now.has(said)).map(([, document]) => document)
  return [
    ...added.flatMap((document) => note(document, WORDS[document.kind]?.added?.(ref))),
    ...gone.flatMap((document) => note(document, WORDS[document.kind]?.gone(ref))),
  ]
}

const told = ({ documents }: Estate): Map<string, EstateDocument> =>
  new Map(documents.filter(({ kind }) => WORDS[kind] !== undefined).map((document) => [saidBy(document), document]))

/**
 * Apps whose connections may hold more than before: nothing on the platform changes by it, so that no change would tell.
 * A rule that is gone altogether is released, and told there.
 */
function permissionNotes(head: Estate, before: Estate, ref: string): Problem[] {
  const then = new Map(before.documents.flatMap((document) => permissionsOf(document)))
  return head.documents.flatMap((document) =>
    permissionsOf(document).flatMap(([name, now]) => {
      const more = grown(then.get(name), now)
      if (more.length === 0) return []
      const message = `connections of ${name} may hold more permissions than at ${ref}: ${more.join(', ')}`
      const statements = [{ source: document.source, path: ['permissions'] }]
      return [{ code: 'baseline/permissions', severity: 'warning', address: `app/${name}`, message, statements }]
    }),
  )
}

interface Permissions {
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
}

const permissionsOf = ({ kind, value }: EstateDocument): [name: string, permissions: Permissions][] => {
  const { name, permissions } = value as { name: string; permissions?: Permissions }
  return kind === 'App' && permissions !== undefined ? [[name, permissions]] : []
}

/** What is allowed now and was not, and what is denied no more. */
function grown(was: Permissions | undefined, now: Permissions): string[] {
  if (was === undefined) return []
  const denied = (was.deny ?? []).filter((each) => now.deny?.includes(each) !== true)
  if (was.allow === undefined) return denied
  if (now.allow === undefined) return ['whatever is not denied']
  return [...new Set([...denied, ...now.allow.filter((each) => was.allow?.includes(each) !== true)])]
}

const note = (document: EstateDocument, message: string | undefined): Problem[] =>
  message === undefined
    ? []
    : [
        {
          ...{ code: `baseline/${document.kind.toLowerCase()}`, severity: 'warning', message },
          address: addressOfDocument(document),
          statements: [{ source: document.source, path: [] }],
        },
      ]
