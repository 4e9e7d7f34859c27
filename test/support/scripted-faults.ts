import type { ServerResponse } from 'node:http'
import { type Asked, type ScriptedPage, sendJson, sendText } from './scripted-platform.js'

/** What a page is spoilt with: the page as it should be, all rows of its list, and the request. */
interface Spoiling extends Asked {
  readonly page: ScriptedPage
  readonly all: readonly unknown[]
}

type Spoil = (spoiling: Spoiling) => void

const HTML = { 'content-type': 'text/html' }
const problem = (status: number, name: string, headers: Record<string, string> = {}): Spoil => {
  const text = JSON.stringify({ type: `urn:writ:problem:${name}`, title: name, status, detail: name })
  return ({ outgoing }) => sendText(outgoing, text, status, { 'content-type': 'application/problem+json', ...headers })
}
const html =
  (status: number): Spoil =>
  ({ outgoing }) =>
    sendText(outgoing, '<!doctype html><h1>Back soon</h1>', status, HTML)
/** The same page with something else in it. */
const twisted =
  (twist: (page: ScriptedPage, all: readonly unknown[]) => unknown): Spoil =>
  ({ outgoing, page, all }) =>
    sendJson(outgoing, twist(page, all))
const half = (page: ScriptedPage): string => JSON.stringify(page).slice(0, -5)
const raw = (outgoing: ServerResponse, head: string, body: string): void => {
  outgoing.socket?.end(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n${head}\r\n\r\n${body}`)
}
const row = (item: unknown): Record<string, unknown> => item as Record<string, unknown>

/** Every way in which a page fails. */
export const PAGE_FAULTS = {
  'status 500': problem(500, 'internal'),
  'status 503 in HTML': html(503),
  'HTML at 200': html(200),
  'HTML at 403': html(403),
  'HTML at 404': html(404),
  'an empty body': ({ outgoing }) => sendText(outgoing, ''),
  'an empty object': twisted(() => ({})),
  'a list alone': twisted(({ items }) => items),
  null: twisted(() => null),
  'truncated JSON': ({ outgoing, page }) => sendText(outgoing, half(page)),
  'fewer bytes than announced': ({ outgoing, page }) => raw(outgoing, 'Content-Length: 99999', half(page)),
  'more bytes than announced': ({ outgoing, page }) =>
    raw(outgoing, `Content-Length: ${half(page).length}`, JSON.stringify(page)),
  'a body cut off where its connection ends': ({ outgoing, page }) => raw(outgoing, 'Connection: close', half(page)),
  'chunks that break off': ({ outgoing, page }) =>
    raw(outgoing, 'Transfer-Encoding: chunked', `${half(page).length.toString(16)}\r\n${half(page)}\r\n`),
  'a reset': ({ outgoing }) => void outgoing.socket?.resetAndDestroy(),
  'a reset in the midst': ({ outgoing, page }) => {
    outgoing.writeHead(200, { 'content-type': 'application/json', 'content-length': 99_999 })
    outgoing.write(half(page), () => outgoing.socket?.resetAndDestroy())
  },
  'another text than UTF-8': ({ outgoing }) => {
    outgoing.writeHead(200, { 'content-type': 'application/json' })
    outgoing.end(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))
  },
  'a compressed answer': ({ outgoing, page }) =>
    sendText(outgoing, JSON.stringify(page), 200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
  'a redirect': ({ outgoing }) => sendText(outgoing, '', 302, { location: 'http://127.0.0.1:1/' }),
  'status 401': problem(401, 'unauthorized'),
  'status 403': problem(403, 'forbidden'),
  'status 404': problem(404, 'not-found'),
  'status 410': problem(410, 'gone'),
  'status 429': problem(429, 'rate-limited', { 'retry-after': '1' }),
  'a limit told as 403': problem(403, 'forbidden', { 'retry-after': '1' }),
  'a higher total': twisted((page) => ({ ...page, total: (page.total as number) + 1 })),
  'a lower total': twisted((page) => ({ ...page, total: (page.total as number) - 1 })),
  'a total of another type': twisted((page) => ({ ...page, total: `${page.total}` })),
  'a revision that went back': twisted((page) => ({ ...page, revision: 6 })),
  'a repeated cursor': ({ outgoing, page, query }) => sendJson(outgoing, { ...page, next: query.get('cursor') }),
  'a cursor that is none': twisted((page) => ({ ...page, next: 17 })),
  'a cursor of any length': twisted((page) => ({ ...page, next: 'x'.repeat(5000) })),
  'a repeated row': twisted((page) => ({ ...page, items: [...page.items.slice(1), ...page.items.slice(-1)] })),
  'a missing row': twisted((page) => ({ ...page, items: page.items.slice(1) })),
  'a missing row that is not counted': twisted((page) => ({
    ...page,
    items: page.items.slice(1),
    total: Math.max(0, (page.total as number) - 1),
  })),
  'an ignored limit': ({ outgoing, page, all, query }) =>
    sendJson(outgoing, { ...page, items: all.slice(Number(query.get('cursor')?.slice(3) ?? 0)), next: null }),
  'null where a list belongs': twisted((page) => ({ ...page, items: null })),
  'null where a row belongs': twisted((page) => ({ ...page, items: [null, ...page.items.slice(1)] })),
  'ids as numbers': twisted((page) => ({ ...page, items: page.items.map((item, id) => ({ ...row(item), id })) })),
  'ids of 20 digits': ({ outgoing, page }) =>
    sendText(outgoing, JSON.stringify(page).replaceAll(/"id":"[^"]*"/g, '"id":12345678901234567890')),
  'rows without a version': twisted((page) => ({
    ...page,
    items: page.items.map((item) => ({ ...row(item), etag: null })),
  })),
  'unknown words': twisted((page) => ({
    ...page,
    items: page.items.map((item) => ({ ...row(item), status: 'paused', state: 'paused', role: 'king', setting: '?' })),
  })),
} satisfies Record<string, Spoil>

export type PageFault = keyof typeof PAGE_FAULTS

export const spoil = (fault: PageFault, spoiling: Spoiling): void => PAGE_FAULTS[fault](spoiling)

/** A fault needs something to spoil: a row, another page. */
export function bites(fault: PageFault, page: { rows: number; isFirst: boolean; isLast: boolean }): boolean {
  const ofRows = /^(?:ids|rows|unknown words|a repeated row|a missing row)/.test(fault)
  if (ofRows && page.rows === 0) return false
  // One row repeated in place of none but itself is the row.
  if (fault === 'a repeated row' && page.rows < 2) return false
  // A list of one page that counts what it brings looks whole: only other lists and earlier records can tell.
  if (/^(?:a missing row that is not|a revision that|a repeated cursor)/.test(fault))
    return !(page.isFirst && page.isLast)
  if (fault === 'an ignored limit') return !page.isLast
  return true
}
