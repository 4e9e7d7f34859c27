import { loadAt } from '../../documents/at.js'
import type { Estate } from '../../model/document.js'
import { Fault } from '../../model/fault.js'
import type { Declared, Gap } from '../../model/history.js'
import type { Asked } from './options.js'

/** The estate that was declared, or why it cannot be had. */
export interface PastEstate {
  readonly loaded: Estate | null
  readonly gaps: readonly Gap[]
}

const ID = /^[0-9a-f]{40}([0-9a-f]{24})?$/

/** Reads the commit in force, dates judged as on that day. What cannot be read is a gap, and no error. */
export async function estateAt(
  { dir, options }: Asked,
  declared: Declared | null,
  moment: number,
): Promise<PastEstate> {
  if (declared === null) return { loaded: null, gaps: [] }
  const { commit } = declared
  const none = (code: string, message: string): PastEstate => ({
    loaded: null,
    gaps: [{ code, place: commit, message }],
  })
  // A record is somebody else's word until it is proven: only an id is asked for.
  if (!ID.test(commit)) return none('history/commit', 'is no id of a commit')
  try {
    const loaded = await loadAt(dir, commit, { env: options.environment ?? undefined, now: new Date(moment) })
    if (loaded === null) return none('history/commit', 'holds no estate in this folder')
    const [error] = loaded.diagnostics.filter(({ severity }) => severity === 'error')
    if (loaded.estate === null)
      return none('history/estate', `is no estate that this Writ can read: ${error?.message ?? ''}`)
    return { loaded: loaded.estate, gaps: [] }
  } catch (error) {
    if (error instanceof Fault)
      return none('history/commit', `${error.message}${error.help === undefined ? '' : `; ${error.help}`}`)
    throw error
  }
}
