import { expect, test } from 'vitest'
import { sandbox } from '../../support/sandbox.js'
import { inBrowser, overflow, signedIn, violations } from './browser.js'

const ACME = '/admin/accounts/acc_acme'

const PAGES: Record<string, string[]> = {
  'ana@acme.example': [
    '/portal',
    '/portal/integrations',
    '/portal/integrations/slack',
    '/portal/integrations/connections/con_sheets',
  ],
  'ops@acme-cloud.example': [
    ...['/admin/accounts', '/portal?account=acc_acme', '/portal/integrations?account=acc_acme', '/admin/registry'],
    ...['/admin/registry/install', '/admin/registry/slack', '/admin/registry/slack/uninstall', `${ACME}/people`],
    ...[`${ACME}/people/usr_bo`, `${ACME}/people/usr_ana/key?app=webhooks`, `${ACME}/connections`],
    ...[
      `${ACME}/invitations`,
      `${ACME}/invitations/new`,
      `${ACME}/integrations`,
      `${ACME}/integrations/slack`,
      `${ACME}/apps`,
    ],
  ],
}

inBrowser('how every page looks', () => {
  test.each([
    [1280, 'light'],
    [375, 'dark'],
  ] as const)(
    'at %i pixels, %s: axe finds nothing, nothing sticks out, and the focus can be seen',
    async (width, scheme) => {
      const to = await sandbox()
      for (const [who, paths] of Object.entries(PAGES)) {
        const { page, open } = await signedIn(who, undefined, { sandbox: to, width, scheme })
        for (const path of paths) {
          await open(path)
          expect(await violations(page), path).toEqual([])
          expect(await overflow(page), path).toBe(0)
          expect(await page.locator('h1').count(), path).toBe(1)
          await page.keyboard.press('Tab')
          expect(await page.evaluate(OUTLINE), path).toBe('solid 3px')
        }
      }
    },
  )
})

const OUTLINE = `(({ outlineStyle, outlineWidth }) => outlineStyle + ' ' + outlineWidth)(getComputedStyle(document.activeElement))`
