import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadEstate } from '../../documents/index.js'
import { apply, audit, plan, type RunOptions } from '../../engine.js'
import type { Estate } from '../../model/document.js'
import { createHttpPlatform, createHttpReader } from '../../provider/http/port.js'
import type { ReadPort, WritePort } from '../../provider/port.js'
import { renderApplied } from '../../report/applied.js'
import { renderAudit } from '../../report/audit.js'
import { diagnosticsText } from '../../report/diagnostics.js'
import { paint } from '../../report/paint.js'
import { renderPlan } from '../../report/plan.js'
import { wrap } from '../../report/width.js'
import { type Sandbox, startSandbox } from '../../sandbox/index.js'
import { appliedOf } from '../support/applied.js'
import { switchedOnByHand } from '../support/by-hand.js'
import { InvalidEstate } from '../support/failure.js'
import { untilInterrupted } from '../support/interrupt.js'
import { packageRoot, readPackage } from '../support/oclif.js'
import { data, looks } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { using } from '../support/session.js'

const EXAMPLE = join(packageRoot, 'examples/three-levels')

/** The main job in one go, on an embedded platform. Stays up on a terminal; ends by itself elsewhere. */
export async function demo(_: Parsed): Promise<number> {
  const interrupted = process.stdout.isTTY ? untilInterrupted() : null
  const seed: unknown = JSON.parse(readFileSync(join(EXAMPLE, 'live.json'), 'utf8'))
  const sandbox = await startSandbox({ seed })
  try {
    const reader = createHttpReader({ url: sandbox.url, token: sandbox.tokens.read })
    const writer = createHttpPlatform({ url: sandbox.url, token: sandbox.tokens.admin })
    await using(reader, () => using(writer, () => tour(sandbox, reader, writer)))
    if (interrupted !== null) {
      farewell(sandbox)
      await interrupted
    }
    return 0
  } finally {
    await sandbox.close()
  }
}

/** What a visitor sees, chapter by chapter. */
async function tour(sandbox: Sandbox, reader: ReadPort, writer: WritePort): Promise<void> {
  const estate = await chapterValidate(sandbox)
  const options: RunOptions = {
    tool: `writ ${readPackage().version}`,
    environment: 'demo',
    now: new Date(),
    only: [],
    countChanges: true,
  }
  chapter('plan', 'What would change, whom it touches, and which line is the reason. Nothing is written.')
  await showPlan(estate, reader, options)
  chapter('apply', 'Exactly that, each write only if nothing has moved; then it reads back.')
  await runPlan(estate, writer, options)
  chapter('plan', 'Once more: there is nothing left to do.')
  await showPlan(estate, reader, options)
  chapter('meanwhile', 'joe@acme.example switches zoom on for project apollo, by hand, on the admin page.')
  await switchedOnByHand(sandbox, { user: 'joe@acme.example', project: 'apollo', app: 'zoom' })
  chapter('drift', 'Live and declared differ, and nobody\u2019s commit explains it. The audit trail knows who it was.')
  await showPlan(estate, reader, options)
  chapter('apply', 'Repaired.')
  await runPlan(estate, writer, options)
  chapter('audit', 'Declared against actual access, person by person, with totals that agree with the platform\u2019s.')
  await showAudit(estate, reader, options)
}

async function chapterValidate({ url, tenant }: Sandbox): Promise<Estate> {
  const loaded = await loadEstate(EXAMPLE, { now: new Date() })
  const { colour } = looks()
  data(paint(colour).bold('Writ, on a platform of its own'))
  data(`${tenant} · ${url} · the estate is examples/three-levels`)
  chapter('validate', 'Every mistake at once, offline.')
  data(indented(diagnosticsText(loaded, { color: colour }).trimEnd()))
  if (loaded.estate === null) throw new InvalidEstate(loaded)
  const { config } = loaded.estate
  return { ...loaded.estate, config: { ...config, platform: { ...config.platform, url } } }
}

function chapter(command: string, words: string): void {
  const { width, colour } = looks()
  const { bold, blue } = paint(colour)
  data(`\n${bold(blue(`▌ ${command}`))}`)
  data(
    wrap(words, width - 2)
      .map((line) => `${blue('▌')} ${line}`)
      .join('\n'),
  )
  data('')
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '  ')

async function showPlan(estate: Estate, port: ReadPort, options: RunOptions): Promise<void> {
  const { width, colour } = looks()
  const { plan: made } = await plan(estate, port, { ...options, now: new Date() })
  data(indented(renderPlan(made, { width: width - 2, colour, most: 4, more: 'writ plan examples/three-levels' })))
}

async function showAudit(estate: Estate, port: ReadPort, options: RunOptions): Promise<void> {
  const { width, colour } = looks()
  const { seen } = await audit(estate, port, { ...options, now: new Date() })
  data(indented(renderAudit(seen.audit, { width: width - 2, colour })))
}

async function runPlan(estate: Estate, port: WritePort, options: RunOptions): Promise<void> {
  const { width, colour } = looks()
  const started = performance.now()
  const applying = await apply(estate, port, {
    ...options,
    runId: randomUUID(),
    clock: Date.now,
    parallelism: 4,
    emit: () => {},
    confirm: async () => true,
    settleSeconds: 10,
  })
  const applied = appliedOf(applying, performance.now() - started)
  if (applied !== null) data(indented(renderApplied(applied, { width: width - 2, colour })))
}

function farewell({ url, tokens }: Sandbox): void {
  chapter('yours', `The platform stays at ${url} until you interrupt. Try it from another terminal:`)
  data(`  writ sandbox --seed examples/three-levels/live.json --port 4010   # one that the example's writ.yaml names`)
  data(`  curl -H 'authorization: Bearer ${tokens.read}' ${url}/v1/connections`)
}
