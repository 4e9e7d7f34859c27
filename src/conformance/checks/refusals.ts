import type { Answer, Fields, Row } from '../answer.js'
import type { Check, Trial } from '../check.js'
import type { Opened } from '../fixtures.js'
import { demandSame } from '../unmet.js'

/** T5's sentence, word for word. */
const SENTENCE = 'This integration is not available for your account. Please contact your administrator.'

/** Whether a person may connect, asked for them by the operator; nothing is connected. */
const ask = ({ admin }: Trial, { account, app }: Opened, person: Row | undefined, more: Fields = {}): Promise<Answer> =>
  admin.post('connections', { account: account.id, app, asUser: person?.id, dryRun: true, ...more })

export const sentence: Check = {
  name: 'gates.sentence',
  proves: ['T5', 'T6'],
  clause: 'Starting a flow for a restricted app is refused with exactly the sentence of T5 in `detail`.',
  run: async (trial) => {
    const { admin, make } = trial
    const opened = await make.opened({ app: make.apps.oauth, members: 1 })
    const { account, app, people } = opened
    const wish = { account: account.id, app, asUser: people[0]?.id, dryRun: true }
    ;(await admin.post('connections/start', wish)).is(200, { allowed: true })
    ;(await admin.patch(`accounts/${account.id}`, { allowedApps: [] })).is(200)
    const refused = await admin.post('connections/start', wish)
    demandSame('detail', refused.refuses(403, 'app-not-available').detail, SENTENCE, refused.exchange)
  },
}

export const apiKey: Check = {
  name: 'gates.api-key',
  proves: ['T5', 'T6'],
  clause:
    'Connecting a restricted app by API key is refused with the sentence of T5, with `dryRun` and without, and connects nothing.',
  run: async (trial) => {
    const { admin, make } = trial
    const { account, app, people } = await make.opened({ members: 1 })
    ;(await admin.patch(`accounts/${account.id}`, { allowedApps: [] })).is(200)
    const wishes = [
      make.wish(account, app),
      make.wish(account, app, { owner: people[0]?.id, name: null }),
      { account: account.id, app, asUser: people[0]?.id, dryRun: true },
    ]
    for (const wish of wishes) {
      const refused = await admin.post('connections', wish)
      demandSame('detail', refused.refuses(403, 'app-not-available').detail, SENTENCE, refused.exchange)
    }
    ;(await admin.get(`connections?account=${account.id}`)).is(200, { total: 0 })
  },
}

export const dryRun: Check = {
  name: 'gates.dry-run',
  proves: ['T6', 'T10'],
  clause: '`dryRun` tells whether connecting would be refused, and connects nothing.',
  run: async (trial) => {
    const opened = await trial.make.opened({ members: 1 })
    const { account, app, people } = opened
    ;(await ask(trial, opened, people[0])).is(200, { allowed: true })
    const start = { account: account.id, app: trial.make.apps.oauth, asUser: people[0]?.id, dryRun: true }
    ;(await trial.admin.post('connections/start', start)).refuses(403, 'app-not-available')
    ;(await ask(trial, opened, people[0], { apiKey: 'conformance-key' })).is(200, { allowed: true })
    ;(await trial.admin.get(`connections?account=${account.id}`)).is(200, { total: 0 })
    ;(await trial.admin.get(`connections?account=${account.id}&app=${app}&status=ended`)).is(200, { total: 0 })
  },
}
