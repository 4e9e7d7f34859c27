import type { FastifyReply, FastifyRequest } from 'fastify'
import { forbidden, invalidAt, Problem } from '../problems.js'
import type { Limits } from './limits.js'

const LOOPBACK = ['127.0.0.1', 'localhost', '::1']

/** Whether a server listens where nobody else can reach it. */
export const isLoopback = (host: string): boolean => LOOPBACK.includes(host) || /^127(\.\d{1,3}){3}$/.test(host)

/** The name in a `Host` header, without its port. */
const nameIn = (host: string): string | undefined =>
  /^(?:\[([\da-f:.]+)\]|([^:[\]/\s@]+))(?::\d{1,5})?$/i.exec(host)?.slice(1).find(Boolean)

/**
 * Whether a request was meant for this server. A page of somebody else's whose name was made to point here after it was
 * loaded (DNS rebinding) still says that name.
 */
export function isMeant(host: string | undefined, names: readonly string[]): boolean {
  const name = nameIn(host ?? '')?.toLowerCase()
  return name !== undefined && (isLoopback(name) || names.includes(name))
}

export function demandMeant({ headers }: FastifyRequest, names: readonly string[]): void {
  if (!isMeant(headers.host, names)) throw forbidden('This server goes by another name than the Host header says.')
}

/** 413 or 422 for an address that no client of ours would make. */
export function demandShortAddress({ url }: FastifyRequest, { urlLength, queryParameters }: Limits): void {
  if (url.length > urlLength) throw new Problem('too-large', `Addresses have up to ${urlLength} characters.`)
  const query = url.indexOf('?')
  if (query !== -1 && url.slice(query).split('&').length > queryParameters)
    throw invalidAt('', `an address has up to ${queryParameters} query parameters`)
}

/** What holds for every answer; the pages say more. */
export const PROTECTIONS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
}

export const protect = (reply: FastifyReply): void => void reply.headers(PROTECTIONS)
