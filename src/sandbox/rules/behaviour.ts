import type { Draft, Named, Rows, SettingCollection } from '../rows.js'
import type { Write } from '../write.js'

/** What one collection does when written. Bodies have passed the schema; roles and versions were checked before. */
export interface Behaviour<C extends Named> {
  create?: { schema: string; run(write: Write, body: never): Rows[C] }
  update?: { schema: string; run(write: Write, row: Rows[C], body: never): Rows[C] }
  remove?(write: Write, row: Rows[C], query: Record<string, string>): void
}

/** What hangs a setting: a row of the level above it. */
export type SettingParent = 'accounts' | 'projects' | 'groups' | 'users'

/** What one level's setting of an app does when written. */
export interface SettingBehaviour<C extends SettingCollection, P extends SettingParent = SettingParent> {
  parent: P
  schema: string
  /** The setting as it is, or as it counts while never written. */
  current(write: Pick<Write, 'store'>, parent: Rows[P], app: string): Draft<Rows[C]>
  /** `row` is what stands after the caller's words; closes below and writes. */
  run(write: Write, before: Draft<Rows[C]>, body: Record<string, unknown>, parent: Rows[P]): Rows[C]
}
