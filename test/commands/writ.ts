import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { execa } from 'execa'
import { onTestFinished, vi } from 'vitest'
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'
import { startFaultProxy } from '../support/fault-proxy.js'

// Processes are started here, a few a test, on machines that do other things too.
vi.setConfig({ testTimeout: 60_000 })

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const bin = join(root, 'bin/writ.js')

export interface RunOptions {
  readonly cwd?: string
  readonly env?: Record<string, string>
}

/** Runs the built program to its end, in an environment that holds nothing of ours. */
export function writ(args: readonly string[], { cwd = root, env = {} }: RunOptions = {}) {
  return execa(process.execPath, [bin, ...args], {
    cwd,
    env: { PATH: process.env.PATH ?? '', ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    stripFinalNewline: false,
  })
}

/** An empty folder that goes with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'writ-test-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

export interface Scene {
  /** The estate's folder. */
  readonly dir: string
  readonly sandbox: Awaited<ReturnType<typeof startSandbox>>
  readonly proxy: Awaited<ReturnType<typeof startFaultProxy>>
  readonly env: Record<string, string>
  /** Runs a command in the estate's folder, with both tokens set. */
  run(...args: string[]): ReturnType<typeof writ>
  /** One call straight to the platform, past the proxy, as somebody else. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Record<string, unknown>>
  /** Replaces text in a file of the estate. */
  edit(file: string, from: string | RegExp, to: string): Promise<void>
}

/** The example `three-levels` in a folder of its own, before a platform in the state that `live.json` tells. */
export async function scene(options: SandboxOptions = {}): Promise<Scene> {
  const example = join(root, 'examples/three-levels')
  const seed: unknown = JSON.parse(readFileSync(join(example, 'live.json'), 'utf8'))
  const sandbox = await startSandbox({ seed, ...options })
  const proxy = await startFaultProxy(sandbox.url)
  const dir = folder()
  onTestFinished(async () => {
    await proxy.close()
    await sandbox.close()
  })
  await cp(example, dir, { recursive: true })
  const env = { WRIT_TOKEN: sandbox.tokens.admin, WRIT_READ_TOKEN: sandbox.tokens.read }
  const edit = async (file: string, from: string | RegExp, to: string) => {
    const path = join(dir, file)
    await writeFile(path, readFileSync(path, 'utf8').replace(from, to))
  }
  await edit('writ.yaml', 'http://127.0.0.1:4010', proxy.url)
  return {
    dir,
    sandbox,
    proxy,
    env,
    edit,
    run: (...args) => writ(args, { cwd: dir, env }),
    call: (method, path, body, headers) => call(sandbox, method, path, body, headers),
  }
}

let keys = 0
async function call(
  { url, tokens }: { url: string; tokens: { admin: string } },
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Record<string, unknown>> {
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const own = { authorization: `Bearer ${tokens.admin}`, 'idempotency-key': `hand-${keys++}` }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(url + path, { method, headers: { ...own, ...type, ...headers }, ...sent })
  const json = (await answer.json()) as Record<string, unknown>
  if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`)
  return json
}

/** Somebody switches zoom on in apollo, past every review. */
export async function zoomByHand({ call }: Pick<Scene, 'call'>): Promise<void> {
  const { items } = (await call('GET', '/v1/projects?name=apollo')) as { items: { id: string }[] }
  const path = `/v1/projects/${items[0]?.id}/integrations/zoom`
  const { etag } = await call('GET', path)
  const condition: Record<string, string> = etag === null ? { 'if-none-match': '*' } : { 'if-match': `"${etag}"` }
  await call('PUT', path, { enabled: true, groupTypes: ['external'] }, condition)
}

/** All published schemas, which refer to each other. */
const schemas = new Map(
  readdirSync(join(root, 'schema'))
    .filter((file) => file.endsWith('.schema.json'))
    .map((file) => [file, JSON.parse(readFileSync(join(root, 'schema', file), 'utf8')) as object]),
)
const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, date: true, day: true } })
for (const [file, schema] of schemas) ajv.addSchema(schema, '$id' in schema ? undefined : file)

/** Complaints of a schema of ours about a value; none when it fits. */
export function complaints(name: string, value: unknown) {
  const schema = schemas.get(`${name}.schema.json`)
  const id = schema !== undefined && '$id' in schema ? String(schema.$id) : `${name}.schema.json`
  const validate = ajv.getSchema(id)
  if (validate === undefined) throw new Error(`there is no schema ${name}`)
  return validate(value) ? [] : validate.errors
}
