import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const found = [process.env.CHROMIUM, ...KNOWN].find((path) => path !== undefined && existsSync(path))
const FLAGS = ['--disable-gpu', '--no-first-run', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]

let browser: Browser

/** Tests in a real browser. Without one they are skipped aloud; in CI that is a failure. */
export function inBrowser(title: string, tests: () => void): void {
  const lacking = found === undefined && process.env.CI === undefined
  const why = lacking ? ': skipped, there is no Chromium; say in CHROMIUM where one is' : ''
  if (lacking) process.stderr.write(`${title}${why}\n`)
  describe.skipIf(lacking)(title + why, { timeout: 120_000 }, () => {
    test('there is a Chromium to test with', () => expect(found).toBeDefined())
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: String(found), args: FLAGS })
    })
    afterAll(() => browser?.close())
    tests()
  })
}

/** Opens a document of ours at an address that nobody else answers: whatever else it asks for fails the test. */
export async function opened(
  body: string,
  { scheme = 'light', type = 'text/html' }: { scheme?: 'light' | 'dark'; type?: string } = {},
): Promise<Page> {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 800 } })
  onTestFinished(() => context.close())
  const asked: string[] = []
  await context.route('**/*', (route) => {
    if (route.request().url() === 'http://drawing.test/')
      return route.fulfill({ body, contentType: `${type}; charset=utf-8` })
    asked.push(route.request().url())
    return route.abort()
  })
  const page = await context.newPage()
  await page.goto('http://drawing.test/')
  onTestFinished(() => expect(asked).toEqual([]))
  return page
}
