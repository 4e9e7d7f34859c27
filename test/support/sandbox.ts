import { onTestFinished } from 'vitest'
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'
import { Platform } from './client.js'
import { acmeCloud } from './seed.js'

/** A running sandbox with the clients a test needs. */
export interface Sandbox {
  url: string
  /** Where its third party listens. */
  thirdParty: string
  /** An operator. */
  admin: Platform
  /** The same operator with a token that may only read. */
  reader: Platform
  /** A person of the seed, by e-mail address. */
  as(user: string, token?: { kind?: 'full' | 'read'; via?: 'api' | 'admin-page' | 'portal' }): Promise<Platform>
  /** The sandbox's own switches, outside the contract. */
  control(
    path: 'tokens' | 'settings' | 'faults' | 'bounce' | 'third-party',
    body: object,
  ): Promise<Record<string, unknown>>
  /** The raw mails of the outbox, newest first. */
  mails(to?: string): Promise<string[]>
  close(): Promise<void>
}

/** Starts a sandbox on a free port; the caller closes it. */
export async function openSandbox(seed: object = acmeCloud(), options: SandboxOptions = {}): Promise<Sandbox> {
  const { url, thirdParty, tokens, close } = await startSandbox({ seed, ...options })
  const control = (path: string, body: object) => post(`${url}/sandbox/${path}`, tokens.admin, body)
  return {
    url,
    thirdParty,
    admin: new Platform(url, tokens.admin),
    reader: new Platform(url, tokens.read),
    as: async (user, token) =>
      new Platform(url, String((await control('tokens', { user, kind: 'full', ...token })).token)),
    control,
    mails: (to) =>
      outbox(`${url}/sandbox/outbox${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`, tokens.admin),
    close: async () => close(),
  }
}

/** A sandbox that lives as long as the test that asks for it. */
export async function sandbox(seed?: object, options?: SandboxOptions): Promise<Sandbox> {
  const opened = await openSandbox(seed, options)
  onTestFinished(() => opened.close())
  return opened
}

async function outbox(url: string, token: string): Promise<string[]> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  return ((await response.json()) as { items: { raw: string }[] }).items.map(({ raw }) => raw)
}

async function post(url: string, token: string, body: object): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return (await response.json()) as Record<string, unknown>
}
