import { describe, expect, test } from 'vitest'
import type { ConnectionStarted } from '../../../src/provider/generated/contract.js'
import { PAGES } from '../../../src/sandbox/pages/server.js'
import { type Sandbox, sandbox } from '../../support/sandbox.js'
import { acmeCloud } from '../../support/seed.js'
import { inBrowser, signedIn } from './browser.js'

/** Every way in which markup lets a text act: in text, in an attribute of either quote, in an address, in a style, in a comment. */
const ACTS = `<script>window.acted=1</script>"'><img src=x onerror=window.acted=1>--><svg/onload=window.acted=1>`

/** The seed of all tests, with a hostile text wherever a person may write one. */
function hostile(): object {
  const seed = structuredClone(acmeCloud()) as ReturnType<typeof acmeCloud> & Record<string, unknown>
  const named = (name: string) => `${name}${ACTS}`
  for (const app of seed.apps as Record<string, unknown>[]) {
    Object.assign(app, { displayName: named(String(app.name)), description: ACTS, provider: ACTS, scopes: ['x<y>'] })
    app.settings = { ...(app.settings as object), note: ACTS }
  }
  const [acme] = seed.accounts as unknown as Record<string, Record<string, unknown>[]>[]
  Object.assign(acme as object, { name: named('acme'), labels: { tier: ACTS } })
  for (const template of acme?.templates ?? []) template.name = named('t')
  for (const user of acme?.users ?? []) Object.assign(user, { department: ACTS, designation: ACTS })
  for (const invitation of acme?.invitations ?? []) Object.assign(invitation, { department: ACTS, designation: ACTS })
  for (const workflow of acme?.workflows ?? []) workflow.name = ACTS
  for (const connection of acme?.connections ?? []) connection.externalAccount = ACTS
  return seed
}

/** What only later writes name, since a seed refers by names. */
async function rename({ admin, as }: Sandbox): Promise<void> {
  await admin.change('projects', 'prj_apollo', { name: `apollo${ACTS}` })
  await admin.change('groups', 'grp_eng', { name: `eng${ACTS}`, type: ACTS.slice(0, 60) })
  await (await as('ana@acme.example')).change('connections', 'con_sheets', { name: `sheets${ACTS}` })
}

const IDS: Record<string, string> = { account: 'acc_acme', user: 'usr_ana', app: 'slack' }

/** Every page that can be looked at, and each with hostile words in its address as well. */
const paths = PAGES.filter(({ method }) => method === 'GET').flatMap(({ url }) => {
  const id = url.includes('connections/:id') ? 'con_sheets' : 'prj_apollo'
  const path = url.replace(/:(\w+)/g, (_, name: string) => IDS[name] ?? id)
  const words = ['user', 'app', 'status', 'name', 'to', 'code', 'category', 'page', 'q'].map((name) => [name, ACTS])
  return [path, `${path}?${new URLSearchParams(words)}`]
})

describe('hostile names', () => {
  test('are escaped on every page, for everybody, whatever stands in its address', async () => {
    const to = await sandbox(hostile(), { tenant: `t${ACTS}` })
    await rename(to)
    let escaped = 0
    for (const user of ['ops@acme-cloud.example', 'olga@acme.example', 'ana@acme.example']) {
      const cookie = await enter(to, user)
      for (const path of paths) {
        const text = await (await fetch(to.url + path, { headers: { cookie } })).text()
        expect([path, text.match(/<script>|<img|<svg\/onload/)?.[0]]).toEqual([path, undefined])
        escaped += text.includes('&lt;script&gt;window.acted=1&lt;/script&gt;&quot;&#39;&gt;') ? 1 : 0
      }
    }
    expect(escaped).toBeGreaterThan(100)
  })

  test('are escaped on the third party’s page', async () => {
    const to = await sandbox(hostile(), { tenant: `t${ACTS}` })
    const ana = await to.as('ana@acme.example')
    const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'second' }
    const { authorizationUrl } = await ana.post<ConnectionStarted>('connections/start', wish)
    const url = new URL(authorizationUrl)
    url.searchParams.set('login_hint', ACTS)
    for (const address of [
      url.href,
      `${to.thirdParty}/authorize?client_id=${encodeURIComponent(ACTS)}`,
      `${to.thirdParty}/consent/x`,
    ]) {
      const answer = await followed(address)
      const text = await answer.text()
      expect(text.match(/<script>|<img|<svg/)?.[0]).toBeUndefined()
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(answer.headers.get('content-security-policy')).not.toMatch(/script-src|unsafe/)
    }
  })
})

/** Follows redirects with the cookies of the way. */
async function followed(url: string, cookie = ''): Promise<Response> {
  const answer = await fetch(url, { redirect: 'manual', headers: { cookie } })
  const location = answer.headers.get('location')
  if (location === null) return answer
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0])
  return followed(new URL(location, url).href, [cookie, ...cookies].filter(Boolean).join('; '))
}

async function enter(to: Sandbox, user: string): Promise<string> {
  const page = await fetch(`${to.url}/sign-in`)
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
  const csrf = /name="csrf" value="(\w+)"/.exec(await page.text())?.[1] ?? ''
  const { token } = await to.control('tokens', { user })
  const body = new URLSearchParams({ csrf, token: String(token) })
  const answer = await fetch(`${to.url}/sign-in`, { method: 'POST', redirect: 'manual', headers: { cookie }, body })
  return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
}

inBrowser('hostile names in a browser', () => {
  test('no script of theirs runs, and they are shown as they were written', async () => {
    const to = await sandbox(hostile(), { tenant: `t${ACTS}` })
    await rename(to)
    const { page, open } = await signedIn('ops@acme-cloud.example', undefined, { sandbox: to })
    for (const path of paths.filter((path) => /registry|people|integrations|^\/admin\/accounts$/.test(path))) {
      await open(path)
      expect([path, await page.evaluate('window.acted')]).toEqual([path, undefined])
    }
    await open('/admin/accounts')
    expect(await page.locator('body').textContent()).toContain(`acme${ACTS}`)
  })
})
