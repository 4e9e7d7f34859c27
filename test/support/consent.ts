import type { Connection, ConnectionStarted } from '../../src/provider/generated/contract.js'
import type { Platform } from './client.js'

/** What a person does on the consent page. */
export interface Choice {
  /** The external account; the one that the page proposes when left out. */
  account?: string
  /** The permissions to grant; all that are asked for when left out. */
  grant?: string[]
  decision?: 'allow' | 'deny'
}

/** A browser without a window: follows redirects one by one and keeps the cookies of the one server it talks to. */
export class Browser {
  readonly #cookies = new Map<string, string>()

  async open(url: string, form?: URLSearchParams): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const init = form ? { method: 'POST', body: form } : {}
    const response = await fetch(url, { ...init, headers: { cookie, accept: 'text/html' }, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
    return response
  }

  /** Follows redirects as long as they stay with the same server; answers where it stands then. */
  async follow(url: string, form?: URLSearchParams): Promise<{ url: string; page: Response | undefined }> {
    const response = await this.open(url, form)
    const target = response.headers.get('location')
    if (target === null) return { url, page: response }
    const next = new URL(target, url)
    return next.origin === new URL(url).origin ? this.follow(next.href) : { url: next.href, page: undefined }
  }
}

/** What the consent page shows, read as anybody could. */
export interface Asked {
  url: string
  html: string
  /** The proposed account. */
  hint: string | undefined
  scopes: string[]
}

/** Opens the third party's page. */
export async function consentPage(authorizationUrl: string, browser = new Browser()): Promise<Asked> {
  const { url, page } = await browser.follow(authorizationUrl)
  if (page?.status !== 200) throw new Error(`no consent page at ${url}: ${page?.status} ${await page?.text()}`)
  const html = await page.text()
  const values = (name: string) =>
    [...html.matchAll(new RegExp(`name="${name}" value="([^"]*)"`, 'g'))].map(([, v]) => v)
  const [hint] = values('account').filter((value) => value !== '')
  return { url, html, hint, scopes: values('scope').map(String) }
}

/** Decides on the third party's page; answers the address that it sends back to. */
export async function decide(authorizationUrl: string, choice: Choice = {}): Promise<URL> {
  const browser = new Browser()
  const asked = await consentPage(authorizationUrl, browser)
  const { account = asked.hint ?? '', grant = asked.scopes, decision = 'allow' } = choice
  const chosen: [string, string][] =
    account === asked.hint
      ? [['account', account]]
      : [
          ['account', ''],
          ['other', account],
        ]
  const form = new URLSearchParams([...chosen, ...grant.map((scope) => ['scope', scope]), ['decision', decision]])
  const { url, page } = await browser.follow(asked.url, form)
  if (page) throw new Error(`the page stays: ${page.status} ${await page.text()}`)
  return new URL(url)
}

/** Comes back to the platform as the third party said. */
export const comeBack = (person: Platform, back: URL): Promise<Connection> =>
  person.get(`${back.pathname.slice('/v1/'.length)}${back.search}`)

/** The whole flow: start, consent, callback. */
export async function connect(person: Platform, wish: object, choice: Choice = {}): Promise<Connection> {
  const { authorizationUrl } = await person.post<ConnectionStarted>('connections/start', wish)
  return comeBack(person, await decide(authorizationUrl, choice))
}

/** The consent that a connection waits for. */
export async function consentTo(person: Platform, connection: string, choice: Choice = {}): Promise<Connection> {
  const { authorizationUrl } = await person.post<ConnectionStarted>(`connections/${connection}/authorize`)
  return comeBack(person, await decide(authorizationUrl, choice))
}
