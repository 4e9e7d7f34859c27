import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Sql } from '../store/sql.js'

/** Where one of the OAuth server's models lives in the store. Times are the server's own: seconds since 1970. */
export class StoreAdapter implements Adapter {
  constructor(
    readonly sql: Sql,
    readonly model: string,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    const now = seconds()
    this.sql.query('DELETE FROM third_party WHERE until < ?').run(now)
    this.sql
      .query('INSERT OR REPLACE INTO third_party VALUES (?,?,?,?,?)')
      .run(this.model, id, payload.grantId ?? null, expiresIn ? now + expiresIn : null, JSON.stringify(payload))
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const found = this.sql.query('SELECT body FROM third_party WHERE model = ? AND id = ?').get(this.model, id)
    return found && (JSON.parse(String(found[0])) as AdapterPayload)
  }

  async consume(id: string): Promise<void> {
    this.sql
      .query(`UPDATE third_party SET body = json_set(body, '$.consumed', ?) WHERE model = ? AND id = ?`)
      .run(seconds(), this.model, id)
  }

  async destroy(id: string): Promise<void> {
    this.sql.query('DELETE FROM third_party WHERE model = ? AND id = ?').run(this.model, id)
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    this.sql.query('DELETE FROM third_party WHERE grant_id = ? AND model = ?').run(grantId, this.model)
  }

  /** Sessions and device codes alone are looked for in these ways, and neither is kept. */
  async findByUid(): Promise<undefined> {}

  async findByUserCode(): Promise<undefined> {}
}

/** Keeps nothing: whoever comes back chooses an account again, so that nobody connects one by accident (U4). */
export class ForgetfulAdapter extends StoreAdapter {
  override async upsert(): Promise<void> {}

  override async find(): Promise<undefined> {}
}

const seconds = (): number => Math.floor(Date.now() / 1000)
