import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/model/fault.js'
import { ACME, ANA, APPS, acme, connection, estate, tenant } from '../decided/seeds.js'
import { memoryRecords, type Noted, recordedIn } from '../support/journal.js'
import { world } from '../support/world.js'

const seed = tenant([acme({ connections: [connection('con_ana', 'slack', ANA, { project: 'apollo' })] })])
const OFF = estate(APPS, ACME('integrations: {slack: {enabled: false}, hubspot: {enabled: true, projects: all}}'))
const config =
  'limits: {disabledIntegrations: {max: none}, usersLosingAccess: {max: none}, revokedConnections: {max: none}}'

async function start() {
  const here = await world(seed, { proxied: true })
  const records = memoryRecords()
  return { ...here, records, asking: { config, more: recordedIn(records) } }
}

const types = (entries: readonly Noted[] | undefined) => (entries ?? []).map(({ type }) => type)
const only = <T extends Noted['type']>(entries: readonly Noted[] | undefined, type: T) =>
  (entries ?? []).filter((entry): entry is Extract<Noted, { type: T }> => entry.type === type)
const isWrite = (path: string) => path.includes('bulk')
const unwritable = () => new Fault('record/unwritable', 'the record cannot be written: the disk is full')

describe('a run leaves a record, whatever became of it (E15)', () => {
  test('E15: who, what was read, how it was judged, each write and its outcome, what lives now, how it ended', async () => {
    const { apply, records, asking } = await start()
    const { reasons, plan } = await apply(OFF, asking)
    expect(reasons).toEqual([])
    const [record = []] = records.records
    expect(types(record)).toEqual([
      ...['run', 'reads', 'judged', 'lease'],
      ...['intent', 'outcome', 'intent', 'outcome'],
      ...['lease', 'moved', 'moved', 'moved', 'seen', 'end', 'seal'],
    ])
    expect(record[0]).toMatchObject({
      ...{ tenant: 'acme-cloud', approvedBy: ['ciso@acme.example'], digests: plan.digests, resumes: null },
      ...{ command: 'apply', approved: null, scope: [], principal: { name: expect.any(String) } },
    })
    expect(only(record, 'reads')[0]?.reads).toEqual(plan.reads)
    expect(only(record, 'seen')[0]).toMatchObject({ inSync: true, changes: 0, rows: { connections: 0, accounts: 1 } })
    expect(only(record, 'end')[0]).toMatchObject({ exitCode: 0, reasons: [], counts: { done: plan.changes.length } })
    const ends = only(record, 'intent').flatMap(({ writes }) => writes.flatMap((write) => write.ends))
    expect(ends).toEqual(['con_ana'])
    const effects = only(record, 'outcome').flatMap(({ results }) => results.flatMap((result) => result.effects))
    expect(effects).toContainEqual({ op: 'end', collection: 'connections', id: 'con_ana' })
  })

  test('E11, E17: with an account that an error stopped it is not in sync, and the record names it', async () => {
    const { apply, records, asking, events } = await start()
    const { reasons } = await apply(`${OFF}\n---\nkind: Account\nname: gone\nid: acc_gone\n`, asking)
    expect(reasons).toContain('account-stopped')
    const [record] = records.records
    expect(only(record, 'seen')).toMatchObject([{ inSync: false, changes: 0, stopped: { count: 1, names: ['gone'] } }])
    expect(events.filter(({ type }) => type === 'settled')).toMatchObject([{ inSync: false, stopped: 1 }])
  })

  test('E19: what is only observed is not in sync', async () => {
    const { apply, records, asking } = await start()
    await apply(OFF, { ...asking, config: `mode: observe\n${config}` })
    const [seen] = only(records.records[0], 'seen')
    expect(seen).toMatchObject({ inSync: false, changes: 0, stopped: { count: 0, names: [] } })
    expect(seen?.observed).toBeGreaterThan(0)
  })

  test.each([
    ['refused', { config: 'limits: {revokedConnections: {max: 0}, floor: 0}' }, 3],
    ['declined', { more: { confirm: async () => false } }, 1],
    ['failed', { more: { confirm: () => Promise.reject(new Fault('apply/no-terminal', 'nobody to ask')) } }, 1],
    ['interrupted', { more: { signal: AbortSignal.abort('SIGTERM') } }, 143],
  ] as const)('E15: one that is %s leaves a record too, and wrote nothing', async (_, how, exitCode) => {
    const { apply, records, asking } = await start()
    const more = { ...asking.more, ...('more' in how ? how.more : {}) }
    await apply(OFF, { ...asking, ...('config' in how ? { config: how.config } : {}), more }).catch(() => {})
    const [record] = records.records
    expect(only(record, 'end')).toMatchObject([{ exitCode }])
    expect(types(record).at(-1)).toBe('seal')
    expect(types(record)).not.toContain('intent')
  })

  test('E15: a stale one, and one with nothing to do', async () => {
    const { apply, plan, records, asking } = await start()
    const approved = await plan(OFF, asking)
    const late = new Date(Date.parse(approved.createdAt) + 25 * 3600 * 1000)
    await apply(OFF, { ...asking, approved, clock: late })
    expect(only(records.records[0], 'end')).toMatchObject([{ exitCode: 5, reasons: ['stale'] }])
    expect(records.records[0]?.[0]).toMatchObject({ approved: approved.digests })
    await apply(OFF, asking)
    await apply(OFF, asking)
    expect(types(records.records[2])).toEqual(['run', 'reads', 'judged', 'seen', 'end', 'seal'])
  })

  test('E10: an intent is on disk before its request reaches the platform, its outcome not until it has', async () => {
    const { apply, between, records, asking } = await start()
    const seen: string[] = []
    between(async (path) => {
      if (isWrite(path)) seen.push(types(records.records[0]).at(-1) ?? '')
    })
    await apply(OFF, asking)
    expect(new Set(seen)).toEqual(new Set(['intent']))
  })

  test.each([0, 1])('E10: what cannot be recorded is not sent: the disk fails at intent %i', async (nth) => {
    const { apply, admin, records, asking, sandbox } = await start()
    const before = (await admin.list('audit-events')).length
    let intents = 0
    records.before = ({ type }) => {
      if (type === 'intent' && intents++ >= nth) throw unwritable()
    }
    const { result, reasons } = await apply(OFF, asking)
    expect(result?.unrecorded).toContain('the disk is full')
    expect(reasons).toEqual([nth === 0 ? 'failed' : 'partly-applied'])
    expect(result?.counts.done).toBe(nth)
    expect(result?.outcomes.filter(({ status }) => status === 'skipped')).toHaveLength(2 - nth)
    expect((await admin.list('audit-events')).length > before).toBe(nth > 0)
    expect(await sandbox.admin.get('lease')).toMatchObject({ holder: null })
  })

  test('E10: where an outcome cannot be recorded, nothing more is sent, and the run ends loudly', async () => {
    const { apply, records, asking } = await start()
    records.before = ({ type }) => {
      if (type === 'outcome') throw unwritable()
    }
    const { result, reasons } = await apply(OFF, asking)
    expect(result?.counts).toMatchObject({ done: 1, skipped: 1 })
    expect(reasons).toEqual(['partly-applied'])
  })

  test('E15: a record that cannot be closed is as loud as a write that failed', async () => {
    const { apply, records, asking } = await start()
    records.before = ({ type }) => {
      if (type === 'seal') throw unwritable()
    }
    const told: string[] = []
    const more = { ...asking.more, unclosed: (problem: string) => told.push(problem) }
    const { reasons } = await apply(OFF, { ...asking, more })
    expect(reasons).toEqual(['partly-applied'])
    expect(told).toEqual(['the record cannot be written: the disk is full'])
  })

  test('E10: a store that cannot be written stops the run before anything is written', async () => {
    const { apply, admin, records, asking } = await start()
    const before = (await admin.list('audit-events')).length
    records.before = () => {
      throw unwritable()
    }
    await expect(apply(OFF, asking)).rejects.toThrow('the disk is full')
    expect((await admin.list('audit-events')).length).toBe(before)
  })
})

describe('a run that was cut off is found by the next one (E10)', () => {
  /** Runs until a request has been sent, or has not, and keeps what the journal held then. */
  async function cutOffAt(sent: boolean, more: object = {}) {
    const here = await start()
    const isSettled = here.records.records
    await here.apply(OFF, here.asking)
    const [whole = []] = isSettled
    const at = types(whole).indexOf('intent') + 1
    isSettled.length = 0
    const again = sent ? here : await start()
    again.records.cutOff(whole.slice(0, at), more)
    return again
  }

  test('E10: what was sent and not answered is looked up: applied', async () => {
    const { apply, records, asking, events } = await cutOffAt(true)
    const { reasons } = await apply(OFF, asking)
    expect(reasons).toEqual([])
    expect(records.recovered).toMatchObject([[{ seen: 'applied' }]])
    expect(records.records.at(-1)?.[0]).toMatchObject({ resumes: expect.stringMatching(/^run-/) })
    expect(events).toContainEqual(expect.objectContaining({ type: 'resumed', applied: 1, notApplied: 0, unknown: 0 }))
  })

  test('E10: or not applied, and then it is planned and written by the run that found it', async () => {
    const { apply, records, asking } = await cutOffAt(false)
    const { reasons, result } = await apply(OFF, asking)
    expect(reasons).toEqual([])
    expect(records.recovered).toMatchObject([[{ seen: 'not-applied' }]])
    expect(result?.counts.done).toBe(2)
  })

  test('E10: or unknown, where somebody wrote since', async () => {
    const { apply, records, asking, admin } = await cutOffAt(false)
    await admin.set('accounts/acc_acme', 'slack', { newProjects: false })
    await admin.set('accounts/acc_acme', 'hubspot', { enabled: true, projects: [] })
    await apply(OFF, asking)
    expect(records.recovered).toMatchObject([[{ seen: 'unknown' }]])
  })

  test('E10: the lease of the dead is taken over, so that what is still on its way is refused', async () => {
    const { apply, records, asking, admin } = await start()
    const { fencing } = (await admin.send('POST', 'lease', { body: { holder: 'writ dead', ttlSeconds: 600 } }))
      .body as unknown as { fencing: number }
    records.cutOff([{ type: 'run', run: 'dead', tenant: 'acme-cloud' } as Noted])
    const { reasons } = await apply(OFF, asking)
    expect(reasons).toEqual([])
    expect((await admin.get('lease')) as object).toMatchObject({ holder: null, fencing: fencing + 2 })
  })

  test('E10: what the dead asked for and the platform hears of late is taken from them as well', async () => {
    const { apply, between, records, asking, admin } = await start()
    records.cutOff([{ type: 'run', run: 'dead', tenant: 'acme-cloud' } as Noted])
    let isLate = false
    between(async (path) => {
      if (isLate || !path.endsWith('/accounts')) return
      isLate = true
      await admin.send('POST', 'lease', { body: { holder: 'writ dead', ttlSeconds: 600 } })
    })
    const { reasons } = await apply(OFF, asking)
    expect(isLate).toBe(true)
    expect(reasons).toEqual([])
  })

  test('the journal of another tenant is left alone, and named', async () => {
    const { apply, records, asking, events } = await cutOffAt(false, { tenant: 'other-cloud' })
    await apply(OFF, asking)
    expect(records.recovered).toEqual([])
    expect(records.records.at(-1)?.[0]).toMatchObject({ resumes: null })
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'set-aside', detail: expect.stringContaining('other-cloud') }),
    )
  })
})
