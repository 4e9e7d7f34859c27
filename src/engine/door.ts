import { unresolved } from '../apply/secrets.js'
import type { Estate } from '../model/document.js'
import { Fault } from '../model/fault.js'
import type { Change, Plan } from '../model/generated/plan.js'
import type { Secrets } from '../model/secrets.js'
import type { Collection, PlatformInfo, Snapshot } from '../model/snapshot.js'
import { appOf, isUninstall } from '../policy/uninstalls.js'
import type { ReadPort } from '../provider/port.js'

/** Reads the whole tenant, or only some of its lists, once it is sure that it is the estate's. */
export async function readLive(estate: Estate, port: ReadPort, collections?: readonly Collection[]): Promise<Snapshot> {
  const { platform } = await port.identify()
  checkTenant(estate, platform.tenant)
  return port.read(governedBy(estate), collections)
}

/** Who answers, once it is sure that it is the estate's platform; nothing else is read. */
export async function identified(estate: Estate, port: ReadPort): Promise<PlatformInfo> {
  const { platform } = await port.identify()
  checkTenant(estate, platform.tenant)
  return platform
}

/** Reads the whole tenant for whoever wants all of it, and where a list fails, account by account. */
export async function readWhole(estate: Estate, port: ReadPort): Promise<Snapshot> {
  const { platform } = await port.identify()
  checkTenant(estate, platform.tenant)
  return port.read(() => true)
}

/** An estate that declares nothing would release everything, and mostly is a folder that was not what somebody meant. */
export function checkDocuments({ documents }: Estate): void {
  if (documents.length > 0) return
  const help = 'name the folder that holds the documents; writ import writes them from what lives'
  throw new Fault('estate/empty', 'the estate holds no document beside writ.yaml: nothing was read', help)
}

/** A token that may only read is told so before anything is planned, not at the first write. */
export async function checkWritePower(port: ReadPort): Promise<void> {
  const { principal } = await port.identify()
  if (principal.tokenKind === 'full') return
  throw new Fault(
    'platform/read-only-token',
    `the token of ${principal.name} may only read`,
    'apply uses platform.token of writ.yaml: give it a token that may write',
  )
}

/** The estate of one tenant must not meet another: nothing is read beyond the name. */
function checkTenant({ config, configSource }: Estate, tenant: string): void {
  if (config.platform.tenant === tenant) return
  const { file, line } = configSource.locate(['platform', 'tenant'], 'value')
  throw new Fault(
    'platform/other-tenant',
    `the platform says it is ${tenant}, and ${file}:${line} names ${config.platform.tenant}`,
    'check platform.url and the token; nothing was read',
  )
}

/** Accounts worth reading one by one where a list of the whole platform fails: sets may match any. */
function governedBy({ documents }: Estate): (name: string) => boolean {
  if (documents.some(({ kind }) => kind === 'AccountSet')) return () => true
  const names = new Set<string>()
  for (const { kind, value } of documents) {
    if (kind !== 'Account') continue
    const { name, formerly, id } = value as { name: string; formerly?: string; id?: string }
    // Matched by id alone, an account may live under any name.
    if (id !== undefined) return () => true
    names.add(name)
    if (formerly !== undefined) names.add(formerly)
  }
  return (name) => names.has(name)
}

/** A secret that a change needs and nobody knows here is told before anything is written (E16). */
export function checkSecrets(plan: Plan, runs: readonly Change[], secrets: Secrets): void {
  const missing = [...new Set(unresolved(plan, runs, secrets))]
  if (missing.length === 0) return
  throw new Fault(
    'secret/unresolved',
    `not set where apply runs: ${missing.join(', ')}`,
    'set them, or leave out what needs them with --only; nothing was written',
  )
}

/** Uninstalling an app needs its name said (R3). @throws Fault before anything is written. */
export function checkUninstalls({ verdicts }: Plan, runs: readonly Change[], confirmed: readonly string[]): void {
  const unconfirmed = runs.filter((change) => isUninstall(change) && !confirmed.includes(appOf(change)))
  if (unconfirmed.length === 0) return
  const told = verdicts.filter(({ rule, subject }) => {
    return rule === 'uninstall' && unconfirmed.some(({ address }) => address === subject)
  })
  const flags = unconfirmed.map((change) => `--confirm-uninstall ${appOf(change)}`).join(' ')
  const lost = told.map(({ message }) => message.replace(/;.*/, '')).join('; ')
  throw new Fault('apply/unconfirmed-uninstall', `${lost}: nothing was written`, `if that is meant, add ${flags}`)
}
