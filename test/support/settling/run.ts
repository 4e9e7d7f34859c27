import { loadEstate } from '../../../src/documents/index.js'
import { type Applying, apply, plan } from '../../../src/engine.js'
import type { Estate } from '../../../src/model/document.js'
import type { Plan } from '../../../src/model/generated/plan.js'
import { createHttpPlatform } from '../../../src/provider/http/port.js'
import { startSandbox } from '../../../src/sandbox/index.js'
import { Platform, type Rows } from '../client.js'
import { writeEstate } from '../estate-folder.js'
import { readState, type State } from '../naive.js'
import type { Doc } from '../naive-estate.js'
import { KEY } from '../random/connecting.js'
import type { Case } from '../random/index.js'
import { NOW } from '../random/words.js'
import { Names } from './names.js'

/** All that one run did, seen from the platform's side and from the engine's. */
export interface Ran {
  readonly documents: readonly Doc[]
  readonly config: Record<string, unknown>
  readonly before: State
  readonly after: State
  readonly plan: Plan
  readonly names: Names
  readonly applied: Applying
  /** The plan at the same date over a fresh read. */
  readonly again: Plan
  /** What the platform's audit trail says of the run. */
  readonly events: readonly Rows['audit-events'][]
}

export const OPTIONS = {
  ...{ tool: 'writ test', environment: null, now: NOW, only: [], countChanges: false },
  variable: (name: string) => (name === KEY.name ? KEY.value : undefined),
}

/** Estate as loaded from its files; null where the loader refuses it. */
export async function loadCase({ estate }: Pick<Case, 'estate'>): Promise<Estate | null> {
  const folder = writeEstate(estate.config, estate.documents)
  try {
    return (await loadEstate(folder.dir, { now: NOW })).estate
  } finally {
    folder.remove()
  }
}

/** Applies a random estate, or what `only` names of it, to a random platform over HTTP, and plans again; null where the estate is not valid. */
export async function settle(each: Case, only: readonly string[] = []): Promise<Ran | null> {
  const estate = await loadCase(each)
  if (estate === null) return null
  const sandbox = await startSandbox({ seed: each.live, clock: () => NOW.getTime() })
  const port = createHttpPlatform({ url: sandbox.url, token: sandbox.tokens.admin })
  const eyes = new Platform(sandbox.url, sandbox.tokens.admin)
  try {
    const before = await readState(eyes)
    const { revision } = await eyes.page('apps')
    const applied = await apply(estate, port, {
      ...OPTIONS,
      only: [...only],
      ...{ runId: 'run', clock: () => NOW.getTime(), parallelism: 4, emit: () => {}, settleSeconds: 0 },
      confirm: async () => true,
    })
    const after = await readState(eyes)
    const events = await eyes.list('audit-events', `after=${revision}`)
    const again = await plan(estate, port, { ...OPTIONS, only: [...only] })
    const { documents, config } = each.estate
    const names = new Names(before, after, applied.plan)
    return { documents, config, before, after, plan: applied.plan, names, applied, again: again.plan, events }
  } finally {
    await port.close()
    await sandbox.close()
  }
}
