import { existsSync } from 'node:fs'
import { type Diagnostic, isError } from '../../model/diagnostic.js'
import type { EstateDocument } from '../../model/document.js'
import { openFolder } from '../files/folder.js'
import { fileError, findFiles } from '../find.js'
import { identify } from '../identify.js'
import { limits } from '../limits.js'
import type { RawDocument } from '../parse.js'
import { appetite, readFile } from '../read.js'
import { settle } from '../settle.js'
import { checkPolicies } from './index.js'

/** The policies below a folder, which may be an estate or hold nothing else. */
export interface LoadedPolicies {
  /** Null where any diagnostic is an error. */
  readonly policies: readonly EstateDocument<'Policy'>[] | null
  readonly diagnostics: readonly Diagnostic[]
  readonly files: number
  readonly documents: number
}

/** Loads policies alone: what else stands there is not looked at, and nothing of an estate is asked for. */
export function loadPolicies(dir: string): LoadedPolicies {
  const tree = openFolder(dir)
  if (tree === undefined) return nowhere(dir)
  const found = findFiles(tree)
  const files = found.files.filter(({ file }) => file !== 'writ.yaml')
  const left = appetite()
  const read = files.map((file) => readFile(tree, file, left))
  const raw = read.flatMap(({ documents }) => documents).filter(isPolicy)
  const identified = identify(raw.slice(0, limits.documents))
  const policies = identified.documents as EstateDocument<'Policy'>[]
  const told = [...found.diagnostics, ...read.flatMap(({ diagnostics }) => diagnostics), ...identified.diagnostics]
  const diagnostics = settle([...told, ...checkPolicies(policies)])
  const counts = { files: files.length, documents: raw.length }
  return { ...counts, diagnostics, policies: diagnostics.some(isError) ? null : policies }
}

const isPolicy = ({ value }: RawDocument): boolean =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Policy'

function nowhere(dir: string): LoadedPolicies {
  const message = existsSync(dir) ? `${dir} is a file; name the folder it is in` : `there is no folder ${dir}`
  const diagnostics = [fileError('.', 'file/no-estate', message, 'Name the folder that holds the policies.')]
  return { policies: null, diagnostics, files: 0, documents: 0 }
}
