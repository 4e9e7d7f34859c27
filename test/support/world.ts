import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type Loaded, loadEstate } from '../../src/documents/index.js'
import {
  type Applying,
  type ApplyOptions,
  apply,
  type Baseline,
  plan,
  type RunOptions,
  underBaseline,
} from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import type { RunEvent } from '../../src/model/generated/events.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import type { Platform, Rows } from './client.js'
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.js'
import { QUICK } from './platform.js'
import { openSandbox, type Sandbox } from './sandbox.js'

/** The day of these tests, unless one says otherwise. */
export const NOW = new Date('2026-11-22T14:03:00Z')

export interface Asking {
  readonly now?: Date
  readonly only?: readonly string[]
  /** More of writ.yaml. */
  readonly config?: string
  /** The environment variables that are set. */
  readonly variables?: Readonly<Record<string, string>>
  /** The estate of the commit that it is held against, with more of its writ.yaml; null text: that commit has none. */
  readonly against?: { readonly text: string | null; readonly config?: string }
  /** What else holds for the run. */
  readonly run?: Partial<RunOptions>
}

export interface Applied extends Asking {
  readonly approved?: Plan
  readonly confirmUninstall?: readonly string[]
  /** When it runs, if not when it plans. */
  readonly clock?: Date
  /** How long to wait until customers see it, in seconds; not at all where absent. */
  readonly settleSeconds?: number
  /** More of what a run takes. */
  readonly more?: Partial<ApplyOptions>
}

/** A live platform that estates meet over HTTP: text in, plan and rows out. */
export interface EstateWorld {
  readonly sandbox: Sandbox
  readonly admin: Platform
  plan(estate: string, asking?: Asking): Promise<Plan>
  apply(estate: string, asking?: Applied): Promise<Applying>
  /** Applies, and holds that nothing is left to do and nothing was wrong. */
  settle(estate: string, asking?: Applied): Promise<Plan>
  /** What all runs said on their way. */
  readonly events: RunEvent[]
  rows<C extends keyof Rows>(collection: C): Promise<Rows[C][]>
  /** Of a proxied world: answers 500 to these requests, or what else it is told to. */
  faults(which: (path: string, query: URLSearchParams) => boolean, fault?: Fault): void
  /** Of a proxied world: happens on the platform before a request is passed on to it. */
  between(happens: (path: string) => Promise<void>): void
  /** Of a proxied world: changes what the platform answered, before it is passed back. */
  answers(change: FaultProxy['after']): void
}

/** Starts a platform with a seed; it ends with the test. */
export async function world(seed: object, { proxied = false } = {}): Promise<EstateWorld> {
  const sandbox = await openSandbox(seed)
  const proxy = proxied ? await startFaultProxy(sandbox.url) : null
  const port = createHttpPlatform({ url: proxy?.url ?? sandbox.url, token: sandbox.admin.token, ...(proxy && QUICK) })
  onTestFinished(async () => {
    await port.close()
    await proxy?.close()
    await sandbox.close()
  })
  let runs = 0
  const events: RunEvent[] = []
  const optionsOf = ({ now = NOW, only = [], variables = {}, run = {} }: Asking) => ({
    tool: 'writ 0.1.0',
    environment: null,
    now,
    only: [...only],
    countChanges: false,
    variable: (name: string) => variables[name],
    ...run,
  })
  const run = async (text: string, asking: Applied = {}): Promise<Applying> => {
    const { approved, clock, settleSeconds = 0, confirmUninstall, more = {} } = asking
    const begin = performance.now()
    const { estate, baseline } = await underTheirs(text, asking)
    return apply(estate, port, {
      ...optionsOf(asking),
      ...baseline,
      ...(approved === undefined ? {} : { approved }),
      ...(confirmUninstall === undefined ? {} : { confirmUninstall }),
      runId: `run-${++runs}`,
      clock: () => (clock ?? asking.now ?? NOW).getTime() + (settleSeconds > 0 ? performance.now() - begin : 0),
      parallelism: 4,
      emit: (event) => events.push(event),
      confirm: async () => true,
      settleSeconds,
      ...more,
    })
  }
  return {
    sandbox,
    admin: sandbox.admin,
    apply: run,
    events,
    plan: async (text, asking = {}) => {
      const { estate, baseline } = await underTheirs(text, asking)
      return (await plan(estate, port, { ...optionsOf(asking), ...baseline })).plan
    },
    settle: async (text, asking) => {
      const applied = await run(text, asking)
      expect(applied.reasons).toEqual([])
      expect(
        changes(applied.after ?? (await plan(await loaded(text, asking), port, optionsOf(asking ?? {}))).plan),
      ).toEqual([])
      return applied.plan
    },
    rows: (collection) => sandbox.admin.list(collection),
    between(happens) {
      if (proxy !== null) proxy.between = ({ path }) => happens(path)
    },
    answers(change) {
      if (proxy !== null) proxy.after = change
    },
    faults(which, fault = 'status-500') {
      if (proxy !== null) proxy.fault = ({ path, query }) => (which(path, query) ? fault : null)
    },
  }
}

const writ = (more: string) => `version: 1
platform:
  type: writ
  url: http://127.0.0.1:4010
  tenant: acme-cloud
  token: {env: WRIT_TOKEN}
${more === '' ? '' : `${more}\n`}`

/** Loads an estate of one file, or of as many as `### name` lines divide the text into. */
export async function load(text: string, { config = '', now = NOW }: Asking = {}): Promise<Loaded> {
  const dir = mkdtempSync(join(tmpdir(), 'writ-decided-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const [file, content] of Object.entries({ 'writ.yaml': writ(config), 'estate.yaml': text })) {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), content)
  }
  return loadEstate(dir, { now })
}

async function loaded(text: string, asking: Asking = {}): Promise<Estate> {
  const { estate, diagnostics } = await load(text, asking)
  if (estate === null) throw new Error(diagnostics.map(({ code, message }) => `${code}: ${message}`).join('\n'))
  return estate
}

/** An estate, under what it is held against. */
async function underTheirs(
  text: string,
  asking: Asking,
): Promise<{ estate: Estate; baseline: { baseline?: Baseline } }> {
  const { against } = asking
  const head = await loaded(text, asking)
  if (against === undefined) return { estate: head, baseline: {} }
  const before = against.text === null ? null : await loaded(against.text, { ...asking, config: against.config ?? '' })
  const { estate, baseline } = underBaseline(head, { ref: 'main', commit: 'c'.repeat(40), estate: before })
  return { estate, baseline: { baseline } }
}

/** The codes of what is wrong with an estate by itself. */
export const complaints = async (text: string, asking?: Asking): Promise<string[]> =>
  (await load(text, asking)).diagnostics.map(({ code }) => code)

/** `update account/acme#integrations.slack` for each change. */
export const changes = ({ changes: all }: Plan): string[] =>
  all.map(({ operation, address }) => `${operation} ${address}`)

/** `dormant project/acme/apollo#integrations.slack` for each thing held. */
export const held = ({ held: all }: Plan): string[] => all.map(({ reason, address }) => `${reason} ${address}`)

/** `warning connection/idle connection/con_ana` for each finding; that these small estates leave most undeclared is none. */
export const findings = (plan: Plan): string[] => allFindings(plan).filter((each) => !each.includes(' undeclared/'))

/** The same, with what nobody declares (E17). */
export const allFindings = ({ findings: all }: Plan): string[] =>
  all.map(({ severity, code, address }) => `${severity} ${code} ${address}`)

/** What a change does to one address: the fields before and after. */
export function change(plan: Plan, address: string) {
  const found = plan.changes.filter((each) => each.address === address)
  expect(found.map((each) => each.address)).toEqual([address])
  return { before: found[0]?.before, after: found[0]?.after }
}

/** The lines that a change is traced back to. */
export const causesOf = (plan: Plan, address: string): string[] =>
  plan.changes
    .filter((each) => each.address === address)
    .flatMap(({ causes }) => causes.map((at) => plan.causes[at]?.statement ?? ''))

/** `revoked con_ana` or `ended con_ana` for each connection that a plan ends. */
export const endings = ({ impact }: Plan): string[] => impact.connections.map(({ how, id }) => `${how} ${id}`)
