import type { WaiverRule } from '../access/waivers.js'
import type { EstateIndex } from './estate-index.js'

/** The waivers of an estate, as findings are held against them; expired ones too, for the day decides. */
export const waiversOf = (index: EstateIndex): WaiverRule[] =>
  index.of('Waiver').map(({ value: { name, covers, until }, source }) => ({
    ...{ name, covers, until },
    statement: { source, path: [] },
  }))
