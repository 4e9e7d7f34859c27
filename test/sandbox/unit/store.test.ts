import { describe, expect, test } from 'vitest'
import { remember, remembered } from '../../../src/sandbox/idempotency.js'
import { page } from '../../../src/sandbox/lists.js'
import type { Principal } from '../../../src/sandbox/principal.js'
import type { Where } from '../../../src/sandbox/store/store.js'
import { platformOf, writeOn } from './platform.js'

const account = { id: 'acc_1', name: 'one', users: [{ id: 'usr_1', email: 'a@one.example', role: 'owner' }] }

/** How SQLite goes about each statement that `work` runs. */
function plansOf(work: (platform: ReturnType<typeof platformOf>) => void): string[] {
  const platform = platformOf({ accounts: [account] })
  const { sql } = platform.store
  const query = sql.query.bind(sql)
  const plans: string[] = []
  sql.query = (text) => {
    if (/^SELECT (id, )?body FROM rows|^SELECT count/.test(text)) {
      const marks = text.split('?').length - 1
      const steps = query(`EXPLAIN QUERY PLAN ${text}`).all(...Array.from({ length: marks }, () => 'x'))
      plans.push(steps.map((step) => String(step[3])).join('; '))
    }
    return query(text)
  }
  work(platform)
  return plans
}

describe('a lookup walks only what it looks for', () => {
  const wheres: [Where, string][] = [
    [{ account: 'a' }, 'rows_place (collection=? AND account=?)'],
    [{ account: 'a', live: true }, 'rows_place (collection=? AND account=?)'],
    [{ account: 'a', app: 'x', live: true }, 'rows_account (collection=? AND account=? AND app=?)'],
    [
      { account: 'a', app: 'x', subject: 'u', name: null, live: true },
      'rows_subject (collection=? AND subject=? AND app=?)',
    ],
    [{ account: 'a', app: 'x', name: 'n', live: true }, 'rows_account (collection=? AND account=? AND app=?)'],
    [{ account: 'a', name: 'n' }, 'rows_name (collection=? AND name=?)'],
    [{ account: 'a', project: null, name: 'n' }, 'rows_name (collection=? AND name=?)'],
    [{ project: 'p' }, 'rows_project (collection=? AND project=?)'],
    [{ project: 'p', app: 'x', live: true }, 'rows_project (collection=? AND project=? AND app=?)'],
    [{ subject: 'u', live: true }, 'rows_subject (collection=? AND subject=?)'],
    [{ name: 'n' }, 'rows_name (collection=? AND name=?)'],
    [{ name: 'n', status: 'pending' }, 'rows_name (collection=? AND name=?)'],
    [{ app: 'x', live: true }, 'rows_app (collection=? AND app=?)'],
  ]
  test.each(wheres)('%j', (where, index) => {
    const plans = plansOf(({ store }) => {
      store.find('connections', where)
      store.count('connections', where)
    })
    expect(plans).toHaveLength(2)
    for (const plan of plans) expect(plan).toContain(index)
  })

  test.each([
    { filters: { account: 'acc_1' }, account: null },
    { filters: {}, account: 'acc_1' },
  ])('the pages of one account, in the order of their ids: %j', ({ filters, account }) => {
    const role = account === null ? 'operator' : 'owner'
    const who: Principal = { id: 'usr_1', name: 'a', role, account, projects: [], kind: 'full', via: 'api' }
    const [plan] = plansOf((platform) => {
      page(platform, who, 'connections', { limit: 10, cursor: undefined, filters })
    })
    expect(plan).toContain('rows_place (collection=? AND account=? AND id>?)')
    expect(plan).not.toContain('TEMP B-TREE')
  })
})

describe('a changed row', () => {
  test('keeps what is remembered of it, gets a version that was never given, and is found by its new columns', () => {
    const platform = platformOf({ accounts: [account] })
    const { store } = platform
    const row = store.get('accounts', 'acc_1')
    if (!row) throw new Error('no account')
    store.setMark('accounts', 'acc_1', 'remembered')
    const before = store.revision
    const after = writeOn(platform).update('accounts', row, { ...row, name: 'two' })
    expect(after.etag).toBe(String(before + 1))
    expect(store.mark('accounts', 'acc_1')).toBe('remembered')
    expect([store.count('accounts', { name: 'one' }), store.find('accounts', { name: 'two' })]).toEqual([0, [after]])
  })

  test('a version is never given twice, also after removal, creation and what was undone', () => {
    const platform = platformOf({ accounts: [account] })
    const { store } = platform
    const given = new Set<string>()
    const setting = {
      id: 'acc_1.slack',
      account: 'acc_1',
      app: 'slack',
      enabled: false,
      projects: [],
      newProjects: true,
    }
    for (let turn = 0; turn < 5; turn += 1) {
      const row = writeOn(platform).create('account-integrations', { ...setting, problem: null })
      expect(given.has(row.etag)).toBe(false)
      given.add(row.etag)
      writeOn(platform).remove('account-integrations', row)
      const undone = () =>
        store.transaction(() => {
          writeOn(platform).create('account-integrations', { ...setting, problem: null })
          throw new Error('undone')
        })
      expect(undone).toThrow('undone')
      expect(store.get('account-integrations', setting.id)).toBeUndefined()
    }
  })
})

describe('the memory of answers', () => {
  test('lasts 24 hours, and holds nothing older', () => {
    const platform = platformOf({})
    const times = { now: 0 }
    platform.clock = () => times.now
    const { actor } = writeOn(platform)
    const answer = { status: 200, body: '{}', etag: null }
    remember(platform, actor, 'first', 'request', answer)
    times.now = 24 * 60 * 60 * 1000 - 1
    expect(remembered(platform, actor, 'first', 'request')).toMatchObject({ status: 200, replayed: true })
    expect(() => remembered(platform, actor, 'first', 'other')).toThrow('another request')
    expect(remembered(platform, { ...actor, id: 'somebody else' }, 'first', 'other')).toBeUndefined()
    times.now += 1
    expect(remembered(platform, actor, 'first', 'other')).toBeUndefined()
    remember(platform, actor, 'second', 'request', answer)
    expect(platform.store.sql.query('SELECT key FROM answers').all()).toEqual([['second']])
  })
})
