import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ConnectionStarted } from '../../../src/provider/generated/contract.js'
import { refusal } from '../../support/client.js'
import { Browser, comeBack, connect, consentPage, decide } from '../../support/consent.js'
import { sandbox } from '../../support/sandbox.js'
import { acmeCloud } from '../../support/seed.js'

const wish = {
  account: 'acc_acme',
  app: 'slack',
  project: 'prj_apollo',
  name: 'alerts',
  scopes: ['chat.read', 'chat.write'],
}

/** Ana at the third party's door. */
async function asked(more: object = {}, seed: object = acmeCloud()) {
  const { as, admin, url } = await sandbox(seed)
  const ana = await as('ana@acme.example')
  const { authorizationUrl } = await ana.post<ConnectionStarted>('connections/start', { ...wish, ...more })
  return { ana, admin, url, authorizationUrl }
}

describe('the consent page', () => {
  test('U3: names who asks, proposes an account and lists the permissions', async () => {
    const { authorizationUrl } = await asked()
    const { html, hint, scopes } = await consentPage(authorizationUrl)
    expect(html).toContain('<h1>Connect Slack to acme-cloud</h1>')
    expect([hint, scopes]).toEqual(['ana@acme.example', ['chat.read', 'chat.write']])
  })

  test('U3: permissions may be granted one by one; the connection holds those granted', async () => {
    const { ana, authorizationUrl } = await asked()
    const made = await comeBack(ana, await decide(authorizationUrl, { grant: ['chat.read'] }))
    expect(made).toMatchObject({ status: 'active', scopes: ['chat.read'] })
  })

  test("U3: a start that names no permissions asks for the app's", async () => {
    const { admin, ana } = await asked()
    await admin.change('apps', 'app_slack', { scopes: ['users.read', 'files.read'] })
    const start = { ...wish, scopes: [], name: 'files' }
    const { authorizationUrl } = await ana.post<ConnectionStarted>('connections/start', start)
    expect((await consentPage(authorizationUrl)).scopes).toEqual(['files.read', 'users.read'])
  })

  test('an app without permissions is connected all the same', async () => {
    const { ana } = await asked()
    expect(await connect(ana, { ...wish, name: 'plain', scopes: [] })).toMatchObject({ status: 'active', scopes: [] })
  })

  test('U3: a denial connects nothing and says so', async () => {
    const { ana, admin, authorizationUrl } = await asked()
    const before = await admin.get('')
    const back = await decide(authorizationUrl, { decision: 'deny' })
    await expect(comeBack(ana, back)).rejects.toMatchObject(refusal('consent-denied', { status: 403 }))
    expect(await admin.get('')).toEqual(before)
  })

  test.each([
    ['no account', { account: '', other: ' ' }, 'Say which account to connect.'],
    ['a name too long', { account: '', other: 'a'.repeat(255) }, 'up to 254 characters'],
    ['no permission', { account: 'ana@acme.example' }, 'Grant at least one permission, or deny.'],
  ])(
    'an answer with %s keeps the page and what was filled in, and says what is missing',
    async (what, fields, says) => {
      const { authorizationUrl } = await asked()
      const browser = new Browser()
      const { url } = await consentPage(authorizationUrl, browser)
      const form = new URLSearchParams({ ...fields, decision: 'allow' })
      if (what !== 'no permission') form.append('scope', 'chat.read')
      const page = await browser.open(url, form)
      const html = await page.text()
      expect(page.status).toBe(422)
      expect(/role="alert">([^<]*)</.exec(html)?.[1]).toContain(says)
      expect(html.includes('value="chat.read" checked')).toBe(what !== 'no permission')
    },
  )

  test('permissions that nobody asked for are not granted, whatever the form says', async () => {
    const { ana, authorizationUrl } = await asked()
    const back = await decide(authorizationUrl, { grant: ['chat.read', 'admin'] })
    expect((await comeBack(ana, back)).scopes).toEqual(['chat.read'])
  })

  test('the page is for the browser that was sent there, and for one answer', async () => {
    const { authorizationUrl } = await asked()
    const browser = new Browser()
    const { url } = await consentPage(authorizationUrl, browser)
    expect((await new Browser().open(url)).status).toBe(400)
    await browser.follow(url, new URLSearchParams({ decision: 'deny' }))
    expect((await browser.open(url)).status).toBe(400)
  })

  test('U4: nobody stays signed in there: the next flow asks for the account again', async () => {
    const { ana, authorizationUrl } = await asked()
    const browser = new Browser()
    const first = await consentPage(authorizationUrl, browser)
    await browser.follow(
      first.url,
      new URLSearchParams({ account: '', other: 'x@y.example', decision: 'allow', scope: 'chat.read' }),
    )
    const next = await ana.post<ConnectionStarted>('connections/start', { ...wish, name: 'again' })
    expect((await consentPage(next.authorizationUrl, browser)).html).toContain('Choose an account')
  })

  test('takes nothing from outside and runs nothing: one style, allowed by its digest', async () => {
    const { authorizationUrl, url } = await asked()
    const browser = new Browser()
    const page = await browser.open((await consentPage(authorizationUrl, browser)).url)
    const html = await page.text()
    const style = /<style>([\s\S]*)<\/style>/.exec(html)?.[1] ?? ''
    const digest = createHash('sha256').update(style).digest('base64')
    const policy = String(page.headers.get('content-security-policy'))
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${digest}'`)
    expect(policy).toContain(`form-action 'self' ${url}`)
    expect(html).not.toMatch(/<script|<link|<img|https?:\/\/|@import|url\(/)
  })

  test('names that are markup are shown as they are', async () => {
    const seed = acmeCloud()
    const apps = seed.apps.map((app) => (app.name === 'slack' ? { ...app, displayName: '<b onclick="x">&' } : app))
    const { authorizationUrl } = await asked({}, { ...seed, apps })
    const { html } = await consentPage(authorizationUrl)
    expect(html).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;')
    expect(html).not.toContain('<b onclick')
  })
})
