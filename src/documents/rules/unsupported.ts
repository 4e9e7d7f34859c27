import type { EstateDocument, Path } from '../../model/document.js'
import { type Complaint, diagnosticIn, untilSupported } from '../complain.js'
import type { Rule } from './rule.js'

/** What documents may say one day and Writ cannot do yet: refused, never ignored. */
export const unsupported: Rule = function* unsupported({ documents }) {
  for (const document of documents) {
    const { source } = document
    for (const path of fieldsToCome(document)) yield diagnosticIn({ source, path, part: 'key' }, fieldToCome(path))
  }
}

const fieldToCome = (path: Path): Complaint => ({
  code: 'unsupported/field',
  message: `${path.join('.')} is not supported yet`,
  help: untilSupported,
})

const fieldsToCome = ({ value }: EstateDocument): Path[] => ('platform' in value ? [['platform']] : [])
