import type { Diagnostic } from '../../model/diagnostic.js'
import type { Draft } from '../draft.js'

/** Looks at an estate whose documents are each valid, and says what is wrong between them. */
export type Rule = (draft: Draft) => Iterable<Diagnostic>
