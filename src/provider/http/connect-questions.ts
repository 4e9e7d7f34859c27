import { randomUUID } from 'node:crypto'
import type { ConnectAnswer, ConnectQuestion } from '../port.js'
import { asObject, type Client, clip } from './client.js'
import { badAnswer, CallFailure, isDenied, toFault } from './failure.js'
import { limited } from './limited.js'
import type { Call } from './transport.js'

/**
 * Asks, a bounded number at once, whether people may connect. Every request says `dryRun`, and here alone such requests
 * are made: what has no `dryRun` cannot be sent through this.
 */
export async function askWhether(client: Client, questions: readonly ConnectQuestion[]): Promise<ConnectAnswer[]> {
  try {
    return await limited(
      client.settings.parallelism,
      questions.map((question) => () => ask(client, question)),
    )
  } catch (error) {
    throw toFault(error, 'Asking who may connect')
  }
}

/** Whoever is connected already, or whose name is taken, was let through by the gates. */
const LET_THROUGH = new Set(['conflict', 'name-taken'])

async function ask(client: Client, question: ConnectQuestion): Promise<ConnectAnswer> {
  try {
    return await client.send(callOf(question), readAllowed)
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    if (LET_THROUGH.has(error.problem)) return { answer: 'allowed' }
    // Without a right to ask, no further question would be answered.
    if (isDenied(error) && (error.problem === 'forbidden' || error.problem === 'unauthorized')) throw error
    if (error.status < 400 || error.status >= 500 || error.status === 429)
      return { answer: 'unknown', detail: error.message }
    const { detail } = error.extra
    const text = typeof detail === 'string' ? detail : error.message
    return { answer: 'refused', problem: error.problem, detail: clip(text, client.settings.token) }
  }
}

function callOf({ account, app, auth, project, user }: ConnectQuestion): Call {
  const body = { account, app, dryRun: true, ...(project === null ? {} : { project }) }
  return {
    method: 'POST',
    path: auth === 'api-key' ? '/v1/connections' : '/v1/connections/start',
    headers: { 'idempotency-key': randomUUID() },
    body: user === null ? body : { ...body, asUser: user },
  }
}

function readAllowed(value: unknown): ConnectAnswer {
  if (asObject(value, 'the answer to a question').allowed !== true)
    throw badAnswer('the platform answered a question and did not say allowed: something may have been connected')
  return { answer: 'allowed' }
}
