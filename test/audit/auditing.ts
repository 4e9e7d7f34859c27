import { onTestFinished } from 'vitest'
import { type Audited, audit } from '../../src/engine.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import { type Asking, type EstateWorld, load, NOW } from '../support/world.js'

/** Audits a live platform with a token that may only read. */
export async function auditOf(
  here: EstateWorld,
  text: string,
  asking: Asking = {},
  question: Parameters<typeof audit>[3] = {},
): Promise<Audited> {
  const { estate, diagnostics } = await load(text, asking)
  if (estate === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  const port = createHttpReader({ url: here.sandbox.url, token: here.sandbox.reader.token })
  onTestFinished(() => port.close())
  const options = { tool: 'writ 0.1.0', environment: null, now: asking.now ?? NOW, only: [], countChanges: false }
  return (await audit(estate, port, options, question)).seen
}

export const PLACE = { environment: null, tenant: 'acme-cloud', url: 'http://127.0.0.1:4010', revision: 1 }
