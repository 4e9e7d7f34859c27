import type { ErrorObject } from 'ajv'
import type { Path } from '../model/document.js'
import type { Complaint } from './complain.js'
import type { Fields } from './generated/fields.js'

const secretWords = /secret|passw|token|api[-_]?key|private[-_]?key|credential/i

/** Whether a field of this name mostly holds a secret. */
export const looksSecret = (key: string): boolean => secretWords.test(key)

/** A secret where its reference belongs. Such a complaint shows neither the value nor its line (E16). */
export function secretComplaint(
  { keyword, params }: ErrorObject,
  path: Path,
  document: unknown,
  fieldsAt: (path: Path) => Fields | undefined,
): (Complaint & { path: Path }) | undefined {
  const isReference = (at: Path) => fieldsAt(at)?.fields?.env !== undefined
  const key = keyword === 'additionalProperties' ? String(params.additionalProperty) : undefined
  if (key !== undefined && isReference(path))
    return key === 'file' || key === 'command' ? notEnv(key, path) : literal([...path, key])
  if (keyword === 'type' && isReference(path)) return literal(path)
  // A secret where the name of its variable belongs: names of variables have no such signs.
  if (path.at(-1) === 'env' && isReference(path.slice(0, -1))) return literal(path)
  if (key !== undefined && looksSecret(key) && isText(document, [...path, key])) return literal([...path, key])
  if (keyword === 'pattern' && path.at(-1) === 'url' && hasCredentials(document, path)) return literal(path)
  return undefined
}

const literal = (path: Path) =>
  ({
    path,
    code: 'secret/literal',
    message: 'what stands here looks like a secret itself',
    help: 'Write {env: NAME} instead; if it was pushed, change the secret.',
  }) as const

const notEnv = (key: string, path: Path) =>
  ({
    path: [...path, key],
    code: 'secret/not-env',
    message: `a document takes no secret from a ${key}`,
    help: 'Write {env: NAME}, and list NAME in writ.yaml under secretEnv.',
  }) as const

const isText = (document: unknown, path: Path) => typeof valueAt(document, path) === 'string'
const hasCredentials = (document: unknown, path: Path) =>
  isText(document, path) && String(valueAt(document, path)).includes('@')

/** The value at a path of a document. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) at = (at as Record<string, unknown> | undefined)?.[step as string]
  return at
}
