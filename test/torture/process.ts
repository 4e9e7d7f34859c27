import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { startSandbox } from '../../src/sandbox/index.js'
import { Platform, type Rows } from '../support/client.js'
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.js'
import { readState } from '../support/naive.js'
import { deeds, namesOf, portrait } from './portrait.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const example = join(root, 'examples/three-levels')
const seed: unknown = JSON.parse(readFileSync(join(example, 'live.json'), 'utf8'))

/** What the example lacks: somebody to invite, and a consent to ask for. Neither may be asked for twice. */
const PEOPLE = `kind: User
account: acme
email: neda@acme.example
role: member
department: Sales
designation: Lead
manager: joe@acme.example
---
kind: User
account: acme
email: mara@acme.example
role: owner
integrations: {slack: {externalAccount: mara@acme.example}}
`

export interface Ended {
  /** Null where a signal ended it. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The built program before a platform of its own, reached through a proxy. */
export interface Stage {
  readonly dir: string
  readonly proxy: FaultProxy
  readonly platform: Platform
  /** Runs apply to its end, or until something kills it. */
  apply(env?: Record<string, string>, more?: readonly string[]): Promise<Ended>
  /** Starts it, for whoever wants to send signals. */
  start(env?: Record<string, string>, more?: readonly string[]): ReturnType<typeof launch>
  /** What lives and what was done since the beginning, with names for ids. */
  seen(): Promise<{ portrait: string[]; deeds: string[] }>
  close(): Promise<void>
}

/** A fresh platform and a fresh folder. Ids are dealt out alike each time, so that two stages can be compared. */
export async function stage(): Promise<Stage> {
  let dealt = 0
  const random = (size: number) => Buffer.from(Array.from({ length: size }, () => (dealt++ * 7919) % 256))
  const sandbox = await startSandbox({ seed, random })
  const proxy = await startFaultProxy(sandbox.url)
  const dir = mkdtempSync(join(tmpdir(), 'writ-torture-'))
  cpSync(example, dir, { recursive: true })
  const writ = join(dir, 'writ.yaml')
  writeFileSync(writ, readFileSync(writ, 'utf8').replace('http://127.0.0.1:4010', proxy.url))
  const people = join(dir, 'people.yaml')
  const declared = readFileSync(people, 'utf8').replace(/kind: User\naccount: acme\nemail: mara@[^-]*---\n/, '')
  writeFileSync(people, `${declared}---\n${PEOPLE}`)
  const platform = new Platform(sandbox.url, sandbox.tokens.admin)
  const { revision } = await platform.page('apps')
  const tokens = { WRIT_TOKEN: sandbox.tokens.admin, WRIT_READ_TOKEN: sandbox.tokens.read }
  const start = (env: Record<string, string> = {}, more: readonly string[] = []) =>
    launch(dir, { ...tokens, ...env }, more)
  return {
    ...{ dir, proxy, platform, start },
    apply: async (env, more) => {
      const { exitCode, stdout, stderr } = await start(env, more)
      return { exitCode: exitCode ?? null, stdout, stderr }
    },
    async seen() {
      const state = await readState(platform)
      const events = (await platform.list('audit-events', `after=${revision}`)) as Rows['audit-events'][]
      const names = namesOf(state)
      return { portrait: portrait(state, names), deeds: deeds(events, names) }
    },
    async close() {
      await proxy.close()
      await sandbox.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function launch(dir: string, env: Record<string, string>, more: readonly string[]) {
  const preload = join(root, 'test/torture/kill-at.mjs')
  const args = ['--import', preload, join(root, 'bin/writ.js'), 'apply', '--yes', '--settle', '0', ...more]
  return execa(process.execPath, args, {
    ...{ cwd: dir, env: { PATH: process.env.PATH ?? '', ...env }, extendEnv: false, reject: false, stdin: 'ignore' },
  })
}

/** Requests that change something; the lease is taken, renewed and given back by every run. */
export const writesAmong = (seen: readonly string[]): string[] =>
  seen.filter((call) => !call.startsWith('GET') && !call.includes('/v1/lease'))
