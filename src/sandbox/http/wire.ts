import type { FastifyReply } from 'fastify'
import type { Wire } from '../faults/fault.js'
import type { Answer } from '../idempotency.js'
import type { Problem } from '../problems.js'

/** An answer as it goes over the wire. */
export function wireOf({ status, body, etag, replayed, location }: Answer): Wire {
  const headers: Record<string, string> = { 'cache-control': 'no-store' }
  if (location !== undefined) return { status, headers: { ...headers, location }, body: '' }
  if (etag) headers.etag = `"${etag}"`
  if (replayed) headers['idempotent-replay'] = 'true'
  return { status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body }
}

/** A refusal as it goes over the wire (RFC 9457). */
export function wireOfProblem(problem: Problem): Wire {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer'
  return { status: problem.status, headers, body: JSON.stringify(problem.document()) }
}

export const put = (reply: FastifyReply, { status, headers, body }: Wire): FastifyReply =>
  reply.code(status).headers(headers).send(body)
