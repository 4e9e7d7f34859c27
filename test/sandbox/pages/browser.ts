import { existsSync } from 'node:fs'
import axe from 'axe-core'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Sandbox, sandbox } from '../../support/sandbox.js'

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const found = [process.env.CHROMIUM, ...KNOWN].find((path) => path !== undefined && existsSync(path))

const FLAGS = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
]

let browser: Browser

/** Tests in a real browser. Without one they are skipped aloud; in CI that is a failure. */
export function inBrowser(title: string, tests: () => void): void {
  const lacking = found === undefined && process.env.CI === undefined
  const why = lacking ? ': skipped, there is no Chromium; say in CHROMIUM where one is' : ''
  if (lacking) process.stderr.write(`${title}${why}\n`)
  describe.skipIf(lacking)(title + why, { timeout: 60_000 }, () => {
    test('there is a Chromium to test with', () => expect(found).toBeDefined())
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: String(found), args: FLAGS })
    })
    afterAll(() => browser?.close())
    tests()
  })
}

/** A window of its own, in the browser of these tests; it closes with the test. */
export async function window(options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  return context
}

export interface Look {
  width?: number
  scheme?: 'light' | 'dark'
  scripts?: boolean
}

/** Somebody at a browser, and the sandbox they look at. */
export interface Visitor {
  page: Page
  sandbox: Sandbox
  /** Opens an address of the sandbox. */
  open(path: string): Promise<void>
}

/** Opens a browser for somebody who is not signed in. What it must not ask for, and what the page complains of, fails the test. */
export async function visitor(to: Sandbox, look: Look = {}): Promise<Visitor> {
  const { width = 1280, scheme = 'light', scripts = true } = look
  const context = await window({
    ...{ viewport: { width, height: 800 }, colorScheme: scheme, javaScriptEnabled: scripts },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  await keepInside(context, page)
  const open = async (path: string) => void (await page.goto(to.url + path))
  return { page, sandbox: to, open }
}

/** Somebody who is signed in already. */
export async function signedIn(user: string, seed?: object, look?: Look & { sandbox?: Sandbox }): Promise<Visitor> {
  const to = look?.sandbox ?? (await sandbox(seed))
  const { token } = await to.control('tokens', { user })
  const there = await visitor(to, look)
  const { request } = there.page.context()
  const page = await (await request.get(`${to.url}/sign-in`)).text()
  const csrf = /name="csrf" value="(\w+)"/.exec(page)?.[1]
  await request.post(`${to.url}/sign-in`, { form: { csrf: String(csrf), token: String(token) }, maxRedirects: 0 })
  return there
}

const LOOPBACK = /^http:\/\/127\.0\.0\.1:\d+\//

/** No asset from outside, and nothing that the pages' own policy forbids. */
async function keepInside(context: BrowserContext, page: Page): Promise<void> {
  const outside: string[] = []
  const complaints: string[] = []
  await context.route('**/*', (route) => {
    const url = route.request().url()
    if (LOOPBACK.test(url)) return route.continue()
    outside.push(url)
    return route.abort()
  })
  page.on('console', (message) => {
    if (/Content Security Policy|Uncaught/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  onTestFinished(() => expect([...outside, ...complaints]).toEqual([]))
}

interface Violation {
  id: string
  nodes: { html: string; failureSummary: string }[]
}

/** What axe finds wrong with the page as it stands. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found = (await page.evaluate('axe.run(document).then(({ violations }) => violations)')) as Violation[]
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}

/** Waits until what is read is as expected: pages refresh by themselves. */
export const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 })

/** By how many pixels the page is wider than the window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** The texts of a table's rows, cell by cell. */
export async function rowsOf(page: Page, caption: string | RegExp): Promise<string[][]> {
  const rows = await page.getByRole('table', { name: caption }).locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('th, td').allInnerTexts()))
}
