import { onTestFinished } from 'vitest'
import type { RunOptions } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import { createHttpReader } from '../../src/provider/http/port.js'
import type { ReadPort } from '../../src/provider/port.js'
import { startFaultProxy } from '../support/fault-proxy.js'
import { QUICK } from '../support/platform.js'
import { type Sandbox, sandbox } from '../support/sandbox.js'
import { load, NOW } from '../support/world.js'

/** A live platform with a port that can only read, and an estate that names it. */
export interface Asked {
  readonly platform: Sandbox
  readonly port: ReadPort
  readonly estate: Estate
  readonly options: RunOptions
  /** Answers 500 to these requests. */
  faults(which: (path: string) => boolean): void
}

export const OPTIONS: RunOptions = { tool: 'writ 0.1.0', environment: null, now: NOW, only: [], countChanges: false }

/** Starts a platform with a seed, read with a token that may only read; both end with the test. */
export async function asked(seed?: object, text = 'kind: App\nname: slack\n', config = ''): Promise<Asked> {
  const platform = await sandbox(seed)
  const proxy = await startFaultProxy(platform.url)
  const port = createHttpReader({ url: proxy.url, token: platform.reader.token, ...QUICK })
  onTestFinished(async () => {
    await port.close()
    await proxy.close()
  })
  const { estate, diagnostics } = await load(text, { config })
  if (estate === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  const faults = (which: (path: string) => boolean) => {
    proxy.fault = ({ path }) => (which(path) ? 'status-500' : null)
  }
  return { platform, port, estate, options: OPTIONS, faults }
}
