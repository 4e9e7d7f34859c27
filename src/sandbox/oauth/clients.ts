import type { AdapterPayload } from 'oidc-provider'
import type { Sql } from '../store/sql.js'
import { StoreAdapter } from './adapter.js'

/** Registers the platform at the third party under a client id, as its developers would have done at the vendor's. */
export function registerClient(sql: Sql, id: string, app: string): void {
  sql
    .query('INSERT OR REPLACE INTO third_party VALUES (?,?,NULL,NULL,?)')
    .run('Client', id, JSON.stringify({ client_id: id, client_name: app }))
}

/** Clients as they were registered. They may send people back to one address only, wherever the platform listens now. */
export class ClientAdapter extends StoreAdapter {
  constructor(
    sql: Sql,
    readonly redirectUri: () => string,
  ) {
    super(sql, 'Client')
  }

  override async find(id: string): Promise<AdapterPayload | undefined> {
    const registered = await super.find(id)
    return registered && { ...registered, ...RIGHTS, redirect_uris: [this.redirectUri()] }
  }
}

const RIGHTS: AdapterPayload = {
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
}
