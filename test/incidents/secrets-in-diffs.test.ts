import { expect, test } from 'vitest'
import { appliedOf } from '../../src/commands/support/applied.js'
import { renderApplied } from '../../src/report/applied.js'
import { renderPlan } from '../../src/report/plan.js'
import { acmeCloud } from '../support/seed.js'
import { world } from '../support/world.js'

// Argo CD CVE-2025-23216: secrets stood in diffs, in errors and in annotations.

const CANARY = 'canary-3f9a2c-secret'
const ESTATE = 'kind: App\nname: slack\nsecrets: {clientSecret: {env: SLACK_CLIENT_SECRET}}\n'
const SETTINGS = { config: 'secretEnv: [SLACK_*]', variables: { SLACK_CLIENT_SECRET: CANARY } }

test.each(['status-500', 'echo', 'reset-after', 'html'] as const)(
  'E16: a secret is in no plan, event, answer or report, also where the platform repeats it (%s)',
  async (fault) => {
    const { plan, apply, faults, events } = await world(acmeCloud(), { proxied: true })
    const made = await plan(ESTATE, SETTINGS)
    expect(made.changes).toMatchObject([{ after: { secrets: { clientSecret: { env: 'SLACK_CLIENT_SECRET' } } } }])
    faults((path) => path.startsWith('/v1/bulk') || path.startsWith('/v1/apps/'), fault)
    const applied = await apply(ESTATE, SETTINGS)
    const told = appliedOf(applied, 1)
    const looks = { width: 100, colour: false }
    const shown = [renderPlan(made, { ...looks, requests: 1, milliseconds: 1 }), told && renderApplied(told, looks)]
    const { snapshot: _, ...rest } = { snapshot: null, ...applied, result: { ...applied.result, readBack: null } }
    expect(shown.join('').length).toBeGreaterThan(200)
    expect(JSON.stringify([made, rest, events, shown])).not.toContain(CANARY)
  },
)
