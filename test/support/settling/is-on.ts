import { type Entry, inForce } from '../naive-estate.js'
import { DAY } from '../random/words.js'

/** An entry is on unless it says false or its dates do. */
export const isOn = (entry: Pick<Entry, 'enabled' | 'from' | 'until'>): boolean =>
  (entry.enabled ?? true) !== false && inForce(entry, DAY)
