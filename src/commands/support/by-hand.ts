import { randomUUID } from 'node:crypto'
import type { Sandbox } from '../../sandbox/index.js'

export interface Deed {
  readonly user: string
  readonly project: string
  readonly app: string
}

/** Somebody switches an app on for a whole project on the sandbox's admin page, past every review. */
export async function switchedOnByHand({ url, tokens }: Sandbox, { user, project, app }: Deed): Promise<void> {
  const { token } = await call<{ token: string }>(url, 'POST', '/sandbox/tokens', tokens.admin, {
    body: { user, kind: 'full', via: 'admin-page' },
  })
  const { items } = await call<{ items: { id: string }[] }>(url, 'GET', `/v1/projects?name=${project}`, token)
  const path = `/v1/projects/${items[0]?.id}/integrations/${app}`
  const { etag } = await call<{ etag: string | null }>(url, 'GET', path, token)
  const condition = etag === null ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }
  await call(url, 'PUT', path, token, {
    body: { enabled: true, groupTypes: ['external'] },
    headers: { ...condition, 'idempotency-key': randomUUID() },
  })
}

async function call<T>(
  url: string,
  method: string,
  path: string,
  token: string,
  { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
): Promise<T> {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`)
  return (await answer.json()) as T
}
