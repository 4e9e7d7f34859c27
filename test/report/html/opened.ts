import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import { type AuditPage, auditHtml } from '../../../src/report/html/audit.js'
import { type Look, window } from '../../sandbox/pages/browser.js'

/** A page of an audit as somebody opens it: from a file. */
export interface Opened {
  readonly page: Page
  /** The rows that a list says it has. */
  found(): Promise<string>
  /** What `Save as CSV` saves, line by line, without its head. */
  saved(): Promise<string[]>
}

/** Writes the page and opens it. Whatever it asks for but itself, and whatever it complains of, fails the test. */
export async function opened(
  of: AuditPage,
  look: Look & { hash?: string; isProvoked?: boolean } = {},
): Promise<Opened> {
  const { width = 1280, scheme = 'light', scripts = true, hash = '', isProvoked = false } = look
  const url = pathToFileURL(written(of)).href
  const context = await window({
    ...{ viewport: { width, height: 800 }, colorScheme: scheme, javaScriptEnabled: scripts, acceptDownloads: true },
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const asked: string[] = []
  page.on(isProvoked ? 'requestfinished' : 'request', (request) => asked.push(request.url().replace(/#.*/, '')))
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  onTestFinished(() => {
    if (!isProvoked) expect(complaints).toEqual([])
    expect([...new Set(asked)].filter((each) => each !== url && !each.startsWith('blob:'))).toEqual([])
  })
  await page.goto(url + hash)
  if (scripts) await page.locator('html[data-ready]').waitFor()
  return {
    page,
    found: () => page.getByRole('status').innerText(),
    saved: async () => {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save as CSV' }).click(),
      ])
      const text = await readFile(await file.path(), 'utf8')
      return text.split('\r\n').slice(1, -1)
    },
  }
}

function written(of: AuditPage): string {
  const dir = mkdtempSync(join(tmpdir(), 'writ-page-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const file = join(dir, 'audit.html')
  writeFileSync(file, [...auditHtml(of)].join(''))
  return file
}
