import type { Estate, EstateDocument } from '../model/document.js'
import type { OverrideRule } from '../model/override.js'

/** The Overrides of an estate; expired ones too, for the day decides and a verdict says which are. */
export const overridesOf = ({ documents }: Pick<Estate, 'documents'>): OverrideRule[] =>
  documents.filter(isOverride).map(({ value: { name, limit, max, outcome, until } }) => ({
    ...{ name, limit, max, outcome, until },
  }))

const isOverride = (document: EstateDocument): document is EstateDocument<'Override'> => document.kind === 'Override'
