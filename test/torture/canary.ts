import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { execa } from 'execa'
import { bin, type Scene, scene } from '../commands/writ.js'

/** What a whole scripted session wrote, and where a secret stood in it. */
export interface Canary {
  readonly commands: number
  readonly bytes: number
  /** How many ways of writing a secret were looked for. */
  readonly spellings: number
  /** `what where spelling` of each secret found. */
  readonly found: readonly string[]
  /** How many commands ended with each code, so that nobody takes a session that never began for a quiet one. */
  readonly exits: Readonly<Record<string, number>>
}

/** With signs that JSON, URLs and shells write otherwise. */
const SECRETS = {
  signing: 'cAnArY-s1gn+/="q\\ü0',
  key: 'cAnArY-k3y%20&<4>',
  record: Buffer.from('cAnArY-record-key-of-32-bytes-ok').toString('base64'),
}

const ESTATE = `
secretEnv: ["HOOK_*"]
record: {store: ./records, key: {env: WRIT_RECORD_KEY}}
`

const HOOKS = `kind: App
name: hooks
displayName: Hooks
category: automation
auth: api-key
state: active
---
kind: Connection
account: acme
app: hooks
name: canary
owner: mara@acme.example
holder: person
apiKey: {env: HOOK_KEY}
`

interface Pass {
  readonly said: string[]
  readonly exits: Record<string, number>
}

/** Every command over the built program, well and badly, and everything that it wrote. */
export async function runCanary(): Promise<Canary> {
  const here = await scene()
  const env = {
    ...here.env,
    ...{ HOOK_SIGNING: SECRETS.signing, HOOK_KEY: SECRETS.key, WRIT_RECORD_KEY: SECRETS.record },
  }
  const { admin, read } = here.sandbox.tokens
  const secrets = { ...SECRETS, 'write token': admin, 'read token': read }
  await prepare(here)
  const pass: Pass = { said: [], exits: {} }
  const run = runner(here.dir, env, pass)
  await quietly(run)
  await underFaults(here, run)
  await underMistakes(here, run)
  const texts = [...pass.said, ...filesUnder(here.dir), ...(await platformSays(here))]
  const spellings = Object.entries(secrets).flatMap(([name, secret]) => spelled(name, secret))
  return {
    commands: Object.values(pass.exits).reduce((sum, count) => sum + count, 0),
    bytes: texts.reduce((sum, text) => sum + text.length, 0),
    spellings: spellings.length,
    found: spellings.flatMap(({ name, text }) =>
      texts.filter((each) => each.includes(text)).map((each) => placeOf(name, each, text)),
    ),
    exits: pass.exits,
  }
}

const placeOf = (name: string, text: string, secret: string): string => {
  const at = text.indexOf(secret)
  return `${name}: ${text.slice(0, 60)} … ${text.slice(Math.max(0, at - 80), at)}`
}

async function prepare({ dir, edit }: Scene): Promise<void> {
  appendFileSync(join(dir, 'writ.yaml'), ESTATE)
  await edit('apps.yaml', /name: slack\n/, 'name: slack\nsecrets: {signing: {env: HOOK_SIGNING}}\n')
  writeFileSync(join(dir, 'hooks.yaml'), HOOKS)
  await edit('account.yaml', /apps: \[/, 'apps: [hooks, ')
  await edit('account.yaml', /integrations:\n/, 'integrations:\n  hooks: {enabled: true, projects: all}\n')
}

type Run = (...args: string[]) => Promise<void>

function runner(dir: string, env: Record<string, string>, { said, exits }: Pass): Run {
  return async (...args) => {
    const { stdout, stderr, exitCode } = await execa(process.execPath, [bin, ...args], {
      ...{ cwd: dir, env: { PATH: process.env.PATH ?? '', DEBUG: '*', ...env }, extendEnv: false, reject: false },
      ...{ stdin: 'ignore', timeout: 60_000 },
    })
    exits[String(exitCode)] = (exits[String(exitCode)] ?? 0) + 1
    said.push(`writ ${args.join(' ')}: ${stdout}`, `writ ${args.join(' ')} (stderr): ${stderr}`)
  }
}

const APPLY = ['apply', '--yes', '--settle', '0', '--events', 'events.jsonl']

async function quietly(run: Run): Promise<void> {
  await run('validate')
  await run('plan', '--out', 'plan.json')
  await run('plan', '--format', 'json')
  await run('show', 'plan.json')
  await run(...APPLY, '--approved', 'plan.json')
  await run('drift', '--format', 'json')
  await run('show', 'app/slack', '--format', 'json')
  await run('explain', 'hooks', '--account', 'acme')
  await run('audit', '--format', 'csv')
  await run('apps', 'list', '--format', 'json')
  await run('connections', 'list')
  await run('record', 'list')
  await run('record', 'verify')
}

/** Another secret each time, or nothing would be written again; the platform repeats what it is sent. */
async function underFaults({ proxy, edit, dir }: Scene, run: Run): Promise<void> {
  const faults = ['echo', 'unauthorized', 'reset', 'reset-after', 'html', 'status-500'] as const
  for (const [at, fault] of faults.entries()) {
    proxy.fault = ({ method, path }) => (method !== 'GET' && !path.includes('lease') ? fault : null)
    await edit('apps.yaml', /signing: \{env: HOOK_\w+\}/, `signing: {env: HOOK_${at % 2 === 0 ? 'KEY' : 'SIGNING'}}`)
    await run(...APPLY)
    proxy.fault = ({ method }) => (method === 'GET' ? fault : null)
    await run('plan')
  }
  proxy.fault = () => null
  await withEcho(async (url) => {
    const folder = join(dir, '.echo')
    mkdirSync(folder, { recursive: true })
    const writ = readFileSync(join(dir, 'writ.yaml'), 'utf8').replaceAll(/url: .*/g, `url: ${url}`)
    writeFileSync(join(folder, 'writ.yaml'), writ)
    writeFileSync(join(folder, 'a.yaml'), 'kind: App\nname: slack\n')
    await run('plan', folder)
    await run('apply', folder, '--yes', '--settle', '0')
  })
}

/** Answers with all that it was sent, tokens included. */
async function withEcho(work: (url: string) => Promise<void>): Promise<void> {
  let status = 400
  const server = createServer((incoming, outgoing) => {
    const detail = JSON.stringify(incoming.headers)
    outgoing.writeHead(status, { 'content-type': 'application/problem+json', 'www-authenticate': detail })
    outgoing.end(JSON.stringify({ type: 'urn:writ:problem:invalid', title: detail, status, detail }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  for (status of [401, 403, 422, 500]) await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await new Promise((resolve) => server.close(resolve))
}

/** The secret itself stands in the estate, in all the places where somebody may have put it. */
async function underMistakes({ dir, sandbox }: Scene, run: Run): Promise<void> {
  const path = join(dir, 'oops.yaml')
  const text = JSON.stringify(SECRETS.signing)
  const mistakes = [
    `kind: App\nname: oops\nauth: oauth2\nsecrets: {signing: ${text}}\n`,
    `kind: App\nname: oops\nauth: oauth2\nsettings: {clientSecret: ${text}}\n`,
    `kind: App\nname: oops\nauth: oauth2\nsecret: ${text}\n`,
    `kind: Connection\naccount: acme\napp: hooks\nname: c\napiKey: ${text}\n`,
    `kind: Connection\naccount: acme\napp: hooks\nname: c\napiKey: {env: ${text}}\n`,
  ]
  for (const mistake of mistakes) {
    writeFileSync(path, mistake)
    await run('validate')
    await run('validate', '--format', 'json')
    await run('plan')
  }
  writeFileSync(path, `kind: App\nname: fine\n`)
  const writ = readFileSync(join(dir, 'writ.yaml'), 'utf8')
  for (const [from, to] of [
    [/ token: .*/, ` token: ${sandbox.tokens.admin}`],
    [/ url: .*/, ` url: "http://me:${sandbox.tokens.admin}@127.0.0.1:1"`],
  ] as const) {
    writeFileSync(join(dir, 'writ.yaml'), writ.replace(from, to))
    await run('validate')
    await run('plan', '--format', 'json')
  }
  writeFileSync(join(dir, 'writ.yaml'), writ)
  writeFileSync(path, `kind: App\nname: fine\n`)
}

/** Plans, events, records and whatever else lies there now. */
const filesUnder = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.name}: ${readFileSync(join(entry.parentPath, entry.name), 'latin1')}`)

/** What the platform tells of what was done to it. */
async function platformSays({ call }: Scene): Promise<string[]> {
  const pages = await Promise.all(
    ['audit-events', 'apps', 'connections'].map(async (list) => [list, await call('GET', `/v1/${list}?limit=200`)]),
  )
  return pages.map(([list, page]) => `${list} of the platform: ${JSON.stringify(page)}`)
}

/** A secret as texts, logs and addresses write it. */
function spelled(name: string, secret: string): { name: string; text: string }[] {
  const bytes = Buffer.from(secret)
  const all = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeURI(secret),
    [...secret].reverse().join(''),
    bytes.toString('hex'),
    bytes.toString('latin1'),
    [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    ...inBase64(bytes),
  ]
  return [...new Set(all)].map((text) => ({ name, text }))
}

/** Base64 of a text that has the secret somewhere in it: it begins at one of three bits, and its ends mix with others. */
const inBase64 = (bytes: Buffer): string[] =>
  [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes])
    const kept = (text: string) => text.replace(/=+$/, '').slice(shift === 0 ? 0 : shift + 1, -2)
    return [kept(whole.toString('base64')), kept(whole.toString('base64url'))]
  })
