import { describe, expect, onTestFinished, test } from 'vitest'
import { apply, plan } from '../../src/engine.js'
import { outcome } from '../../src/model/outcome.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { sandbox } from '../support/sandbox.js'
import { acmeCloud } from '../support/seed.js'
import { load, NOW } from '../support/world.js'

const OPTIONS = { tool: 'writ 0.1.0', environment: null, now: NOW, only: [], countChanges: false }

const APPS = ['slack', 'hubspot', 'webhooks'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const ACCOUNT = `${APPS}kind: Account\nname: acme\n`

/** Estates that change one thing each, and the level that it belongs to. */
const ESTATES = {
  'the allow-list': `${ACCOUNT}allowedApps: {apps: [slack, hubspot, webhooks]}`,
  'the menu': `${ACCOUNT}showIntegrations: false`,
  'the labels': `${ACCOUNT}labels: {tier: basic}`,
  'the registry': 'kind: App\nname: slack\nstate: inactive',
  'the account level': `${ACCOUNT}integrations:\n  webhooks: {enabled: false}`,
  'its own project': `${ACCOUNT}---\nkind: Project\naccount: acme\nname: apollo\nintegrations:\n  webhooks: {enabled: false}`,
  'its own group': `${ACCOUNT}---\nkind: Project\naccount: acme\nname: apollo\n---\nkind: Group\naccount: acme\nproject: apollo\nname: partners\nintegrations: {hubspot: inherit}`,
  'another project': `${ACCOUNT}---\nkind: Project\naccount: acme\nname: zeus\nintegrations:\n  slack: {enabled: false}`,
  'what waits for consent': `${ACCOUNT}---\nkind: Connection\naccount: acme\napp: slack\nname: books\nowner: ana@acme.example`,
} as const

const MAY: Record<string, readonly (keyof typeof ESTATES)[]> = {
  'olga@acme.example': [
    'the account level',
    'its own project',
    'its own group',
    'another project',
    'what waits for consent',
  ],
  'max@acme.example': [
    'the account level',
    'its own project',
    'its own group',
    'another project',
    'what waits for consent',
  ],
  'pia@acme.example': ['its own project', 'its own group'],
}

describe('L12: what a role may not write is found before the first write', () => {
  for (const [user, may] of Object.entries(MAY)) {
    for (const [what, text] of Object.entries(ESTATES)) {
      const allowed = may.includes(what as keyof typeof ESTATES)
      test(`${user} ${allowed ? 'may' : 'may not'} change ${what}`, async () => {
        const { port, revision } = await openAs(user)
        const { estate } = await load(text)
        if (estate === null) throw new Error('the estate of this test is wrong')
        const before = await revision()
        const planned = await plan(estate, port, OPTIONS)
        expect(planned.plan.changes.length).toBeGreaterThan(0)
        expect(planned.plan.verdicts.filter(({ rule }) => rule === 'roles').length > 0).toBe(!allowed)
        const applying = await apply(estate, port, {
          ...OPTIONS,
          ...{ runId: 'r', clock: () => NOW.getTime(), parallelism: 2, emit: () => {}, settleSeconds: 0 },
          confirm: async () => true,
        })
        expect(outcome(applying.reasons)).toEqual(
          allowed ? { exitCode: 0, reasons: [] } : { exitCode: 3, reasons: ['refused'] },
        )
        expect((await revision()) > before).toBe(allowed)
      })
    }
  }
})

async function openAs(user: string) {
  const running = await sandbox(acmeCloud())
  const { token } = await running.as(user)
  const port = createHttpPlatform({ url: running.url, token })
  onTestFinished(() => port.close())
  const revision = async () => (await running.admin.get<{ revision: number }>('')).revision
  return { port, revision }
}
