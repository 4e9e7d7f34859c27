import { existsSync } from 'node:fs'
import type { Plan } from '../../model/generated/plan.js'
import { outcome } from '../../model/outcome.js'
import { renderPlan } from '../../report/plan.js'
import { renderShow } from '../../report/show.js'
import { isAnnotating } from '../support/annotate.js'
import { data, json, looks, whereLine } from '../support/output.js'
import { readUnedited } from '../support/plan-file.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { type EstateFlags, openReader, openSession, using } from '../support/session.js'
import { nearAddress, usage } from '../support/usage.js'

interface Flags extends EstateFlags {
  readonly format: string
  readonly dir?: string
}

/** A saved plan as people read it, or one thing merged, each field with file:line and the live value beside it. */
export async function show({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const what = args.what ?? ''
  if (isAddress(what) && !existsSync(what)) return await showAddress(what, flags)
  if (!existsSync(what)) demandAddress(what)
  await showPlan(readUnedited(what), flags)
  return 0
}

/** No file is called so, and it looks like an address whose kind is misspelt. */
function demandAddress(what: string): void {
  const near = nearAddress(what)
  if (near !== '') throw usage(`${what} is neither a file nor an address.${near}`, 'Addresses look like account/acme.')
}

const isAddress = (what: string): boolean =>
  /^(app|account|template|project|group|user|connection|package|accountset)\/./.test(what)

/** In full: what a plan shortens, this tells. */
async function showPlan(plan: Plan, { format, dir = '.' }: Flags): Promise<void> {
  if (format === 'json') json(plan)
  else if (format === 'markdown') data((await import('../../report/markdown/plan.js')).planMarkdown(plan))
  else if (isAnnotating(format)) {
    const { planAnnotated } = await import('../support/annotate-plan.js')
    data(await planAnnotated(format, plan, { dir, command: 'plan' }))
  } else data(renderPlan(plan, { ...looks(), most: Number.POSITIVE_INFINITY }))
}

async function showAddress(address: string, flags: Flags): Promise<number> {
  if (flags.format === 'markdown' || isAnnotating(flags.format))
    throw usage(`--format ${flags.format} is for plans, and ${address} is one thing`, 'Use text or json.')
  const session = await openSession(flags.dir ?? '.', flags, false)
  const progress = showProgress()
  const port = await openReader(session, { onRequest: progress.request, onWait: progress.wait })
  const engine = await import('../../engine.js')
  const { seen, where } = await using(port, () => engine.show(session.estate, port, address, session.options)).finally(
    progress.clear,
  )
  if (flags.format === 'json') json({ formatVersion: 1, platform: where, ...seen, outcome: outcome([]) })
  else data(`${whereLine(where, looks())}\n\n${renderShow(seen, looks())}`)
  return 0
}
