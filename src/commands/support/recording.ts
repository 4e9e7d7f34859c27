import type { Recording, RunOptions } from '../../engine.js'
import { Fault } from '../../model/fault.js'
import { provenanceOf } from './provenance.js'
import type { Session } from './session.js'
import { recordKey, recordKeyNamed } from './tokens.js'

/** What a run is recorded in, and what the newest record saw: the shrink guard compares with it. */
export interface Kept {
  readonly recording: Recording
  readonly lastSeen: NonNullable<RunOptions['lastSeen']> | null
}

/** Opens the estate's records for a run that writes. */
export async function openRecording(
  session: Session,
  command: Recording['command'],
  approvedBy: readonly string[],
): Promise<Kept> {
  const { dir, estate } = session
  const key = await recordKey(estate, session)
  const store = await openStore(session, key).catch((error) => {
    throw naming(estate, error)
  })
  const provenance = await provenanceOf(dir, process.env)
  const lastSeen = await store.lastSeen(estate.config.platform.tenant)
  return { lastSeen, recording: { store, command, approvedBy, ...provenance } }
}

/** What the newest record saw, for whoever only plans. */
export const lastSeenOf = async (session: Session): Promise<Kept['lastSeen']> =>
  (await openStore(session)).lastSeen(session.estate.config.platform.tenant)

/** A key that is none is mended where it comes from. */
const naming = (estate: Session['estate'], error: unknown): unknown =>
  error instanceof Fault && error.code === 'record/key'
    ? new Fault(error.code, error.message.replace(/^record\.key/, recordKeyNamed(estate)), error.help, { cause: error })
    : error

async function openStore({ dir, estate }: Session, key?: string) {
  const { openStore: open } = await import('../../record/index.js')
  return open({ dir, store: estate.config.record?.store, key, clock: Date.now, variables: process.env })
}
