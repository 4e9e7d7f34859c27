import { describe, expect, test } from 'vitest'
import { type Sandbox, sandbox } from '../../support/sandbox.js'
import { inBrowser, signedIn, violations, visitor } from './browser.js'

/** A form's request as a browser without a page would make it. */
const post = (to: Sandbox, path: string, form: Record<string, string>, cookie = '') =>
  fetch(to.url + path, { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(form) })

const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? ''

const csrfIn = (text: string): string => /name="csrf" value="(\w+)"/.exec(text)?.[1] ?? ''

/** Signs in over plain HTTP. */
async function enter(to: Sandbox, user: string, kind: 'full' | 'read' = 'full', form: Record<string, string> = {}) {
  const { token } = await to.control('tokens', { user, kind })
  const page = await fetch(`${to.url}/sign-in`)
  const csrf = csrfIn(await page.text())
  const answer = await post(to, '/sign-in', { csrf, token: String(token), ...form }, cookieOf(page))
  return { answer, cookie: cookieOf(answer) }
}

describe('the door of the pages', () => {
  test('nothing inline, nothing from outside, in no frame, and a cookie that scripts and other sites cannot use', async () => {
    const to = await sandbox()
    const { headers } = await fetch(`${to.url}/sign-in`)
    const policy = headers.get('content-security-policy') ?? ''
    for (const rule of ["default-src 'none'", "style-src 'self'", "script-src 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(rule)
    expect(policy).not.toContain('unsafe')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('signing in gives a new secret, so that nobody can have planted it', async () => {
    const to = await sandbox()
    const { answer, cookie } = await enter(to, 'ana@acme.example')
    expect(answer.status).toBe(303)
    expect(cookie).toMatch(/^writ_session=[\w-]{32}$/)
    expect((await fetch(`${to.url}/portal`, { headers: { cookie }, redirect: 'manual' })).status).toBe(200)
    const other = cookie.replace(/.{4}$/, 'AAAA')
    const stranger = await fetch(`${to.url}/portal`, { headers: { cookie: other }, redirect: 'manual' })
    expect(stranger.headers.get('location')).toBe('/sign-in?to=%2Fportal')
  })

  test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'signing in leads nowhere else: %s',
    async (page) => {
      const { answer } = await enter(await sandbox(), 'ana@acme.example', 'full', { to: page })
      expect(answer.headers.get('location')).toBe('/')
    },
  )

  test('a form without our mark, or with that of another session, does nothing', async () => {
    const to = await sandbox()
    const [ana, bo] = [await enter(to, 'ana@acme.example'), await enter(to, 'bo@acme.example')]
    const theirs = await (await fetch(`${to.url}/portal`, { headers: { cookie: bo.cookie } })).text()
    const form = { id: 'con_ana', version: (await to.admin.row('connections', 'con_ana')).etag }
    for (const csrf of ['', csrfIn(theirs)]) {
      const answer = await post(to, '/portal/disconnect', { ...form, csrf }, ana.cookie)
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('<h1>This form is too old</h1>')
    }
    expect((await to.admin.row('connections', 'con_ana')).status).toBe('active')
  })

  test('U1: nobody ends or opens a connection of somebody else through the portal', async () => {
    const to = await sandbox()
    const { cookie } = await enter(to, 'ana@acme.example')
    const csrf = csrfIn(await (await fetch(`${to.url}/portal`, { headers: { cookie } })).text())
    const form = { csrf, id: 'con_kim', version: (await to.admin.row('connections', 'con_kim')).etag }
    expect((await post(to, '/portal/disconnect', form, cookie)).status).toBe(404)
    expect((await post(to, '/portal/authorize', form, cookie)).status).toBe(403)
    expect((await to.admin.row('connections', 'con_kim')).status).toBe('active')
  })

  test('a token that may only read looks, and its forms are refused', async () => {
    const to = await sandbox()
    const { cookie } = await enter(to, 'max@acme.example', 'read')
    const people = await fetch(`${to.url}/admin/accounts/acc_acme/people/usr_cy`, { headers: { cookie } })
    const text = await people.text()
    expect(text).toContain('may only look')
    const [, version = ''] = /people\/usr_cy\/remove"[\s\S]*?name="version" value="(\d+)"/.exec(text) ?? []
    const answer = await post(
      to,
      '/admin/accounts/acc_acme/people/usr_cy/remove',
      { csrf: csrfIn(text), version },
      cookie,
    )
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('This token may only read.')
  })

  test('garbage in an address or a form gets a page with what is wrong, and never more than that', async () => {
    const to = await sandbox()
    const { cookie } = await enter(to, 'ops@acme-cloud.example')
    const get = (path: string) => fetch(to.url + path, { headers: { cookie } })
    for (const path of [
      '/admin/accounts/%00/people',
      '/admin/accounts/acc_acme/people?page=-1&status=x',
      '/admin/registry?sort=x&order=y',
    ])
      expect((await get(path)).status, path).toBeLessThan(500)
    const nothing = await get('/admin/registry/nothing')
    expect(nothing.status).toBe(404)
    expect(nothing.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const lost = (path: string, accept: string) => fetch(to.url + path, { headers: { cookie, accept } })
    const nowhere = await lost('/nowhere', 'text/html,*/*;q=0.8')
    expect(nowhere.status).toBe(404)
    expect(nowhere.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await nowhere.text()).toContain('<h1>Not here</h1>')
    for (const [path, accept] of [
      ['/nowhere', '*/*'],
      ['/v1/nowhere', 'text/html'],
      ['/sandbox/nowhere', 'text/html'],
    ] as const)
      expect((await lost(path, accept)).headers.get('content-type'), path).toContain('application/problem+json')
    expect((await post(to, '/sign-in', { token: 'x'.repeat(2 * 1024 * 1024) }, cookie)).status).toBe(413)
    expect((await fetch(`${to.url}/sign-in`, { method: 'POST', body: 'x' })).status).toBe(415)
    const csrf = csrfIn(await (await get('/admin/registry')).text())
    const broken = await post(to, '/admin/registry/slack/status', { csrf, status: 'sideways', version: 'x' }, cookie)
    expect(broken.status).toBe(422)
    expect(await broken.text()).toContain('Status ')
  })
})

inBrowser('signing in', () => {
  test('with a token one is where one has something to do; a wrong one is told so', async () => {
    const to = await sandbox()
    const { page, open } = await visitor(to)
    await open('/admin')
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Token').fill('writ_full_wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    expect(await page.getByRole('alert').textContent()).toContain('Nobody was given this token.')
    const { token } = await to.control('tokens', { user: 'max@acme.example' })
    await page.getByLabel('Token').fill(String(token))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/admin/accounts/acc_acme/people')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await open('/admin')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Sign in')
  })

  test('U6: the link of a mail signs its reader in, once, and leads to the portal', async () => {
    const { page, sandbox: to } = await signedIn('max@acme.example')
    await to.admin.post('connections/con_kim/reauth')
    const [mail] = await to.mails('kim@partner.example')
    const [link] = /http:\/\/\S+sign-in\?\S+/.exec(String(mail).replace(/=\r\n/g, '').replaceAll('=3D', '=')) ?? []
    await page.context().clearCookies()
    await page.goto(String(link))
    expect(await page.locator('main').textContent()).toContain('kim@partner.example')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL('**/portal/integrations')
    await page.context().clearCookies()
    await page.goto(String(link))
    expect(await page.locator('main').textContent()).toContain('The link was used already, or is too old.')
  })

  test('everything can be done without scripts', async () => {
    const { page, open, sandbox: to } = await signedIn('ana@acme.example', undefined, { scripts: false })
    await to.admin.remove('connections', 'con_ana')
    await open('/portal/integrations')
    await page.getByRole('switch', { name: 'Slack connected' }).click()
    await page.getByRole('button', { name: 'Allow' }).click()
    await page.waitForURL('**/portal/integrations')
    expect(await page.getByRole('switch', { name: 'Slack connected' }).getAttribute('aria-checked')).toBe('true')
  })
})
