import { expect, test } from 'vitest'
import type { ConnectionStarted } from '../../../src/provider/generated/contract.js'
import { comeBack } from '../../support/consent.js'
import { sandbox } from '../../support/sandbox.js'
import { inBrowser, overflow, violations, visitor } from '../pages/browser.js'

const wish = { account: 'acc_acme', app: 'slack', project: 'prj_apollo', name: 'alerts' }
const scopes = ['chat.read', 'https://api.example/auth/a-permission-with-a-name-that-is-very-long/and.does.not.break']

/** A browser at the consent page of a flow of ana's. */
async function atTheDoor(look: { width?: number; scheme?: 'light' | 'dark'; scripts?: boolean } = {}) {
  const to = await sandbox()
  const ana = await to.as('ana@acme.example')
  const { authorizationUrl } = await ana.post<ConnectionStarted>('connections/start', { ...wish, scopes })
  const { page } = await visitor(to, look)
  await page.goto(authorizationUrl)
  return { to, ana, page, authorizationUrl }
}

inBrowser('the third party’s pages', () => {
  test.each([
    [1280, 'light'],
    [340, 'dark'],
  ] as const)(
    'at %i pixels, %s: axe finds nothing and nothing sticks out, asked, corrected or refused',
    async (width, scheme) => {
      const { page, authorizationUrl } = await atTheDoor({ width, scheme })
      const inOrder = async () => {
        expect(await violations(page)).toEqual([])
        expect([await overflow(page), await page.locator('h1').count()]).toEqual([0, 1])
      }
      await inOrder()
      await page.getByLabel('Use another account').check()
      await page.getByRole('button', { name: 'Allow' }).click()
      expect(await page.getByRole('alert').textContent()).toBe('Say which account to connect.')
      await inOrder()
      await page.goto(authorizationUrl.replace(/redirect_uri=[^&]*/, 'redirect_uri=http://127.0.0.1:1/'))
      expect(await page.locator('h1').textContent()).toBe('This cannot go on')
      await inOrder()
    },
  )

  test('U3: by keyboard alone, without scripts, one chooses another account, withholds a permission and allows', async () => {
    const { page, ana, to } = await atTheDoor({ scripts: false })
    // What began with a token comes back with it: whoever holds the token stands before the browser.
    await page.setExtraHTTPHeaders({ authorization: `Bearer ${ana.token}` })
    const back = page.waitForResponse((response) => response.url().includes('/v1/connections/callback'))
    await page.getByLabel('ana@acme.example').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Tab')
    await page.keyboard.type('ana@slack.example')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await (await back).json()).toMatchObject({ externalAccount: 'ana@slack.example', scopes: ['chat.read'] })
    await expect(comeBack(ana, new URL((await back).url()))).rejects.toThrow('state')
    expect((await to.admin.list('connections', 'name=alerts')).map(({ status }) => status)).toEqual(['active'])
  })
})
