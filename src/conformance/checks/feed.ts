import type { Fields } from '../answer.js'
import type { Check, Trial } from '../check.js'
import { level } from '../names.js'
import { demand, demandSame, json } from '../unmet.js'

interface Change {
  readonly revision: number
  readonly collection: string
  readonly id: string
  readonly op: string
  readonly row: Fields | null
}

/** Everything that changed after a revision, page by page. */
async function changes({ admin }: Trial, after: number, limit = 1000): Promise<Change[]> {
  const found: Change[] = []
  for (let from = after, pages = 0; pages < 50; pages++) {
    const answer = await admin.get(`changes?after=${from}&limit=${limit}`)
    const { items, next, more } = answer.is(200) as unknown as { items: Change[]; next: number; more: boolean }
    demand(items.length <= limit, `at most ${limit} items`, String(items.length), answer.exchange)
    found.push(...items)
    const last = items.at(-1)?.revision ?? from
    demand(next === last, `next ${last}`, `next ${next}`, answer.exchange)
    if (!more) break
    from = next
  }
  return found
}

const nowOf = async ({ admin }: Trial): Promise<number> => Number((await admin.get('')).is(200).revision)

export const ordered: Check = {
  name: 'changes.order',
  proves: ['E3', 'E4', 'Changes'],
  clause:
    'The feed tells every change after a revision in the order of revisions, with the row, or its deletion; pages join up.',
  claims: ['changeFeed'],
  run: async (trial) => {
    const account = await trial.make.account()
    const before = await nowOf(trial)
    const [one, two] = [await trial.make.group(account), await trial.make.group(account)]
    ;(await trial.admin.patch(`groups/${two.id}`, { type: 'late' })).is(200)
    ;(await trial.admin.remove(`groups/${one.id}`)).is(200)
    const told = await changes(trial, before, 2)
    const revisions = told.map(({ revision }) => revision)
    demandSame(
      'revisions in order:',
      revisions,
      [...revisions].sort((a, b) => a - b),
    )
    demand(
      revisions.every((revision) => revision > before),
      `revisions after ${before}`,
      json(revisions),
    )
    const last = (id: string) => told.filter((each) => each.id === id).at(-1)
    demandSame('the last of what was removed', [last(one.id)?.op, last(one.id)?.row], ['delete', null])
    demandSame('the last of what was changed', [last(two.id)?.op, last(two.id)?.row?.type], ['upsert', 'late'])
  },
}

export const cascaded: Check = {
  name: 'changes.effects',
  proves: ['L5', 'Changes'],
  clause: 'What the platform changed by itself is in the feed, each row under its own revision.',
  claims: ['changeFeed', 'L5'],
  run: async (trial) => {
    const { account, project, app } = await trial.make.opened()
    const live = await trial.make.connection(account, app)
    const before = await nowOf(trial)
    ;(await trial.admin.put(level('accounts', account, app), { enabled: false })).is(200)
    const told = await changes(trial, before)
    const of = (id: string) => told.find((each) => each.id === id)
    demandSame('the connection', of(live.id)?.row?.status, 'ended')
    demandSame('the project level', of(`${project.id}.${app}`)?.row?.enabled, false)
    const revisions = new Set(told.map(({ revision }) => revision))
    demandSame('revisions, each once:', revisions.size, told.length)
    for (const { revision, row } of told) demandSame('etag', row?.etag, String(revision))
  },
}

export const beyond: Check = {
  name: 'changes.beyond',
  proves: ['E4', 'Changes'],
  clause: 'The feed after the present revision is empty, and after one that is not reached yet 422.',
  claims: ['changeFeed'],
  run: async (trial) => {
    const now = await nowOf(trial)
    ;(await trial.admin.get(`changes?after=${now}`)).is(200, { items: [], next: now, more: false })
    ;(await trial.admin.get(`changes?after=${now + 1000}`)).refuses(422, 'invalid')
  },
}
