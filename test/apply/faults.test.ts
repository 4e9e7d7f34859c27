import { expect, it } from 'vitest'
import type { Change } from '../../src/model/generated/plan.js'
import type { Snapshot } from '../../src/model/snapshot.js'
import { seedOfAccess } from '../support/estates.js'
import type { Fault } from '../support/fault-proxy.js'
import { startPlatform, type TestPlatform } from '../support/platform.js'
import { change } from './plan-of.js'
import { etagOf, run } from './run.js'

const IDLE = { patience: { attempts: 1, pause: 1, longest: 10 } }
const OFF = 'acc_acme.slack'

/** What is left to do, as a planner would see it: a revocation, a creation, a group in it, and a closing that ends three. */
function remaining({ rows }: Snapshot, snapshot: Snapshot): Change[] {
  const hera = [...rows.projects.values()].find(({ name }) => name === 'hera')
  const crew = [...rows.groups.values()].find(({ name }) => name === 'crew')
  const slack = rows['account-integrations'].get(OFF)
  const changes: Change[] = []
  const stage = () => changes.length
  if (rows.connections.has('con_acme_4'))
    changes.push(
      change({
        address: 'connection/con_acme_4',
        operation: 'revoke',
        after: null,
        target: { collection: 'connections', id: 'con_acme_4' },
        revision: etagOf(snapshot, 'connections', 'con_acme_4'),
      }),
    )
  if (!hera)
    changes.push(
      change({
        address: 'project/acme/hera',
        operation: 'create',
        before: null,
        after: { labels: {} },
        target: { collection: 'projects', id: null },
        stage: stage(),
      }),
    )
  if (!crew)
    changes.push(
      change({
        address: 'group/acme/hera/crew',
        operation: 'create',
        before: null,
        after: { members: [], labels: {}, type: null },
        target: { collection: 'groups', id: null },
        stage: stage(),
        needs: hera ? [] : [changes.length - 1],
      }),
    )
  if (slack?.enabled) {
    const ends = [...rows.connections.values()]
      .filter(({ account, app }) => account === 'acc_acme' && app === 'slack')
      .map(({ id }) => id)
    changes.push(
      change({
        address: 'account/acme#integrations.slack',
        direction: 'closes',
        before: { enabled: true },
        after: { enabled: false },
        ends,
        target: { collection: 'account-integrations', id: OFF },
        revision: slack.etag,
        stage: stage(),
      }),
    )
  }
  return changes
}

/** What matters in the end: who is there, what is on, what lives, and how often each thing was written. */
async function outcome({ call }: TestPlatform, { rows }: Snapshot) {
  const trail = (await call('GET', '/v1/audit-events?limit=1000')) as {
    items: { action: string; collection: string }[]
  }
  return {
    projects: [...rows.projects.values()].map(({ account, name }) => `${account} ${name}`).sort(),
    groups: [...rows.groups.values()].map(({ account, name }) => `${account} ${name}`).sort(),
    connections: [...rows.connections.keys()].sort(),
    slack: rows['account-integrations'].get(OFF)?.enabled,
    written: trail.items.map(({ action, collection }) => `${action} ${collection}`).sort(),
  }
}

async function converge(fault: Fault | null, nth: number): Promise<{ end: unknown; requests: number; runs: number }> {
  const platform = await startPlatform(seedOfAccess())
  const port = platform.open(IDLE)
  let snapshot = await port.read(() => true)
  const begin = platform.proxy.seen.length
  platform.proxy.fault = () => (platform.proxy.seen.length - begin === nth ? fault : null)
  let runs = 0
  for (; runs < 4; runs++) {
    const changes = remaining(snapshot, snapshot)
    if (changes.length === 0) break
    await run(port, snapshot, changes, { leaseSeconds: 1, lockTimeout: 3000 }).catch(() => null)
    snapshot = await port.refresh(snapshot).catch(() => port.refresh(snapshot))
  }
  return { end: await outcome(platform, snapshot), requests: platform.proxy.seen.length - begin, runs }
}

it.each(['reset', 'reset-after', 'status-500', 'html'] as const)(
  'E10: whichever call of a run fails with %s, the end is the same within three more runs, and nothing is written twice',
  async (fault) => {
    const quiet = await converge(null, 0)
    expect(quiet.runs).toBe(1)
    for (let nth = 1; nth <= quiet.requests; nth++) {
      const { end, runs } = await converge(fault, nth)
      expect({ nth, end }).toEqual({ nth, end: quiet.end })
      expect(runs).toBeLessThanOrEqual(4)
    }
  },
  60_000,
)
