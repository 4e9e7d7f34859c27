import { holderOf } from '../apply/lease.js'
import { openIntents, readIntents } from '../apply/recover.js'
import type { Estate } from '../model/document.js'
import type { CutOff, SetAside, Unfinished } from '../model/journal.js'
import type { Snapshot } from '../model/snapshot.js'
import type { WritePort } from '../provider/port.js'
import { type ApplyOptions, type Planning, secretsOf } from './options.js'

/** A plan made after all that was cut off before it was settled; `resumes` is the newest of those runs. */
export type Resuming<P extends Planning> = P & { readonly resumes: string | null }

/** Finds what was cut off, plans, and says with the same read what became of it (E10). */
export async function resuming<P extends Planning>(
  estate: Estate,
  port: WritePort,
  options: ApplyOptions,
  planning: () => Promise<P>,
): Promise<Resuming<P>> {
  const left = await findUnfinished(port, options)
  const planned = await planning()
  return { ...planned, resumes: await settleUnfinished(left, planned.snapshot, estate, options) }
}

const NONE: Unfinished = { cutOff: [], setAside: [] }

/**
 * The journals of runs that were cut off, found before anything is read. Of this tenant's, the lease is taken from the dead:
 * what they had sent and is still on its way is refused from here on, so that the read that follows has the last word (E10).
 */
async function findUnfinished(port: WritePort, options: ApplyOptions): Promise<Unfinished> {
  const found = (await options.recording?.store.unfinished()) ?? NONE
  const { platform } = await port.identify()
  const ours = found.cutOff.filter(({ run }) => run.tenant === platform.tenant)
  for (const { run, movedTo, detail } of [...strangers(found, ours), ...found.setAside.map(toldOf)])
    say(options, { type: 'set-aside', journal: movedTo, detail: `${run}${detail}` })
  if (platform.capabilities.lease && ours.length > 0) await fenceOff(port, ours)
  return { ...found, cutOff: ours }
}

const toldOf = ({ path, movedTo, problem }: SetAside) => ({
  run: path,
  movedTo,
  detail: `: ${problem}; it was moved aside, and nothing was taken from it`,
})

/** The journal of another tenant waits for that tenant's next run. */
const strangers = ({ cutOff }: Unfinished, ours: readonly CutOff[]) =>
  cutOff
    .filter((each) => !ours.includes(each))
    .map(({ path, run }) => ({
      run: run.run,
      movedTo: path,
      detail: ` was cut off on the tenant ${run.tenant}: its journal was left alone`,
    }))

/**
 * Gives back what a dead run holds, and takes a number above it once. Killed in the middle of that, the next run knows the
 * holder again, for it stands in the name of the dead. Held by somebody alive, it has a newer number already.
 */
async function fenceOff(port: WritePort, cutOff: readonly CutOff[]): Promise<void> {
  const names = cutOff.map(({ run }) => holderOf(run.run))
  const { holder, fencing } = (await port.lease()) ?? { holder: null, fencing: 0 }
  if (holder !== null && names.includes(holder)) await giveBack(port, fencing)
  const lease = await port.acquireLease(names.at(-1) ?? '', FENCE_SECONDS)
  if (!('heldBy' in lease)) await giveBack(port, lease.fencing)
}

const FENCE_SECONDS = 10

/** It may have run out meanwhile, and then somebody else may have it: both are well. */
const giveBack = (port: WritePort, fencing: number): Promise<void> =>
  port.releaseLease({ holder: '', fencing, expiresAt: '' }).catch(() => {})

/** Reads back what the dead had sent, writes it into their records, and seals these. @returns the newest of them, or null */
async function settleUnfinished(
  { cutOff }: Unfinished,
  snapshot: Snapshot,
  estate: Estate,
  options: ApplyOptions,
): Promise<string | null> {
  for (const each of cutOff) {
    const results = readIntents(openIntents(each.entries), snapshot, secretsOf(estate, options))
    await each.recover(options.runId, results)
    const count = (what: string) => results.filter(({ seen }) => seen === what).length
    const counts = { applied: count('applied'), notApplied: count('not-applied'), unknown: count('unknown') }
    say(options, { type: 'resumed', of: each.run.run, ...counts })
  }
  return cutOff.at(-1)?.run.run ?? null
}

type Told =
  | { type: 'resumed'; of: string; applied: number; notApplied: number; unknown: number }
  | { type: 'set-aside'; journal: string; detail: string }

const say = ({ emit, runId, clock }: ApplyOptions, event: Told): void =>
  emit({ formatVersion: 1, run: runId, at: new Date(clock()).toISOString(), ...event })
