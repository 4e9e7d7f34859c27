import { type ActRequest, actOver, settleAct } from './engine/act.js'
import { type AuditQuestion, auditOver } from './engine/audit.js'
import { carryOut } from './engine/carry-out.js'
import { checkDocuments, checkWritePower, readLive } from './engine/door.js'
import { explainOver, type UseQuestion } from './engine/explain.js'
import { type Guarded, guardedPlan, guardsOf } from './engine/guarded.js'
import { recordAudit } from './engine/history/record.js'
import { collectionsFor, type ListQuestion, listOver } from './engine/list.js'
import type { Applying, ApplyOptions, Planning, Recording, RunOptions } from './engine/options.js'
import { judgedByPolicies } from './engine/policies.js'
import { probeOver } from './engine/probe.js'
import { resuming } from './engine/resume.js'
import { checkScope } from './engine/scope.js'
import { showOver } from './engine/show.js'
import type { Estate } from './model/document.js'
import type { Collection, Snapshot } from './model/snapshot.js'
import type { ReadPort, WritePort } from './provider/port.js'
import { dayOf } from './state/index.js'

export { loadEstate as validate } from './documents/index.js'

export type { ActRequest } from './engine/act.js'
export { type Audited, askedOfUse } from './engine/audit.js'
export { type Baseline, underBaseline } from './engine/baseline/settle.js'
export { leaseOf, releaseLease } from './engine/lease.js'
export type { ListFilters, ListQuestion } from './engine/list.js'
export type { Applying, ApplyOptions, Planning, Recording, RunOptions } from './engine/options.js'
export { finish, planOver } from './engine/plan-over.js'

/** Reads the live platform and plans: what to write, whom it touches, which line causes it (E3, E5). Writes nothing. */
export async function plan(estate: Estate, port: ReadPort, options: RunOptions): Promise<Planning> {
  const { snapshot, plan } = await planning(estate, port, options)
  return { snapshot, plan }
}

async function planning(estate: Estate, port: ReadPort, options: RunOptions): Promise<Guarded> {
  checkDocuments(options.baseline?.head ?? estate)
  const snapshot = await readLive(estate, port)
  checkScope(options.only, estate, snapshot)
  return guardedPlan(estate, snapshot, port, options)
}

/** Who may use an app and why, as it will be after apply, beside how it lives. Writes nothing. */
export const explain = (estate: Estate, port: ReadPort, question: UseQuestion, options: RunOptions) =>
  looking(estate, port, options, (snapshot, day) => explainOver(estate, snapshot, question, day))

/** One thing, merged: each field with the line that says it, and what lives. Writes nothing. */
export const show = (estate: Estate, port: ReadPort, address: string, options: RunOptions) =>
  looking(estate, port, options, (snapshot, day) => showOver(estate, snapshot, address, day))

/** The live registry, accounts, people or connections, filtered and sorted (R4, R5, U2). Writes nothing. */
export async function list(estate: Estate, port: ReadPort, question: ListQuestion, options: RunOptions) {
  const collections = collectionsFor(question)
  return looking(estate, port, options, (snapshot) => listOver(snapshot, question), collections)
}

/** Declared against actual access, person by person, with totals that agree with the platform's (U7, E17). Writes nothing. */
export const audit = (
  estate: Estate,
  port: ReadPort,
  options: RunOptions,
  { recording, ...question }: AuditQuestion & { readonly recording?: Recording } = {},
) =>
  looking(estate, port, options, async (snapshot) => {
    const audited = await auditOver(estate, snapshot, options, { ask: (rows) => port.history(rows), ...question })
    const record = recording === undefined ? null : await recordAudit(recording, snapshot, audited, options)
    return { ...audited, record }
  })

/** Asks the platform to refuse what is restricted, without connecting anything (T5, T6, T10). Writes nothing. */
export const probe = (estate: Estate, port: ReadPort, accounts: readonly string[], options: RunOptions) =>
  looking(estate, port, options, (snapshot) => probeOver(estate, snapshot, port, accounts, options))

async function looking<T>(
  estate: Estate,
  port: ReadPort,
  { environment, now }: RunOptions,
  look: (snapshot: Snapshot, day: string) => T | Promise<T>,
  collections?: readonly Collection[],
) {
  const snapshot = await readLive(estate, port, collections)
  const { tenant, url } = snapshot.platform
  return { where: { environment, tenant, url, revision: snapshot.revision }, seen: await look(snapshot, dayOf(now)) }
}

/** Plans again and executes what was reviewed (E6); then reads back and plans once more: that must be empty (E11). */
export async function apply(estate: Estate, port: WritePort, options: ApplyOptions): Promise<Applying> {
  await checkWritePower(port)
  const planned = await resuming(estate, port, options, () => planning(estate, port, options))
  return carryOut(estate, port, planned, options)
}

/** A one-off act of an administrator: planned, judged, confirmed and executed as any plan is (C5, U5, U6). */
export async function act(
  estate: Estate,
  port: WritePort,
  request: ActRequest,
  options: ApplyOptions,
): Promise<Applying> {
  await checkWritePower(port)
  const planned = await resuming(estate, port, options, async () => {
    const snapshot = await readLive(estate, port)
    const settled = settleAct(snapshot, request)
    const guarding = { ...options, guards: guardsOf(snapshot, options) }
    const again = (of: Snapshot) => actOver(estate, of, settled, guarding)
    return { snapshot, again, plan: await judgedByPolicies(again(snapshot), estate, snapshot, options) }
  })
  return carryOut(estate, port, planned, options)
}
