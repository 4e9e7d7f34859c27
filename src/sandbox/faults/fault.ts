import type { ServerResponse } from 'node:http'
import type { Test } from '../fields.js'
import { nameOfStatus, Problem } from '../problems.js'

/** An answer on its way out. */
export interface Wire {
  status: number
  headers: Record<string, string>
  body: string
}

/** Takes the connection into its own hands: what is written of the answer, and when, is up to it. */
export type Raw = (response: ServerResponse) => void

/** A request of the contract, as faults see it; they may change its query, and have its write forgotten. */
export interface Exchange {
  method: string
  /** Without the query. */
  path: string
  query: Record<string, unknown>
  /** Who asks, as the request says it. */
  authorization: string
  /** The write is executed, answered and undone. */
  forgotten: boolean
}

/** One way to misbehave. What it is set to has passed its tests. */
export interface Fault<S = object> {
  name: string
  /** The settings it knows beside those of every switch. */
  settings: Record<string, Test>
  /** Whether it can do anything to this request; only those are counted. */
  applies?(exchange: Exchange): boolean
  /** Before anything is executed: an answer instead of it, a change of what is asked, or only a delay. */
  before?(
    exchange: Exchange,
    set: S,
    memory: Map<string, Wire>,
  ): Promise<Wire | Raw | undefined> | Wire | Raw | undefined
  /** What becomes of the answer to what was executed. */
  after?(wire: Wire, exchange: Exchange, set: S): Wire | Raw
  /** Sees the answers to all requests that it applies to, also where it lets them be. */
  learn?(wire: Wire, exchange: Exchange, memory: Map<string, Wire>): void
}

export const isGet = ({ method }: Exchange): boolean => method === 'GET'

export const isPage = (exchange: Exchange): boolean => isGet(exchange) && !/^\/v1(\/me|\/lease)?$/.test(exchange.path)

export const isWrite = ({ method }: Exchange): boolean => method !== 'GET'

/** A page as it goes over the wire. */
export interface Page {
  items: unknown[]
  total: number
  next: string | number | null
}

/** The answer with its page changed; whatever is not a page stays as it is. */
export function withPage(wire: Wire, change: (page: Page) => Partial<Page>): Wire {
  if (wire.status !== 200) return wire
  const page = JSON.parse(wire.body) as Page
  return Array.isArray(page.items) ? { ...wire, body: JSON.stringify({ ...page, ...change(page) }) } : wire
}

/** A problem document that no rule of the platform has thrown, of any status from 400 on. */
export function madeUp(status: number, headers: Record<string, string> = {}): Wire {
  const { type, title } = new Problem(nameOfStatus(status), '').document()
  const body = JSON.stringify({ type, title, status, detail: 'A fault switch of the sandbox made this answer.' })
  return { status, headers: { 'content-type': 'application/problem+json', ...headers }, body }
}

/** Sends the head of an answer, and leaves its body to the caller. */
export function head(response: ServerResponse, { status, headers }: Wire, more: Record<string, string | number>): void {
  response.writeHead(status, { ...headers, ...more })
}
