import { address } from '../model/address.js'
import { fileNames } from '../model/file-names.js'
import type { AccountRow } from '../model/snapshot.js'
import { accountPage } from './account.js'
import { exceptionPage } from './exception.js'
import { profileOf } from './profile.js'
import { readAccount } from './reading.js'
import { addAccount, type Run } from './run.js'
import { packagePages, setPage } from './sets.js'
import { type Member, type Tier, tiersOf } from './tiers.js'
import type { Units } from './units.js'

/**
 * Writes packages and sets for what is alike among accounts with one value of a label, and documents for those that
 * differ. Of each account only its units stay in memory, not its tree.
 */
export function byTiers(run: Run, key: string, rows: readonly AccountRow[]): void {
  const { tenant, names, writing } = run
  const units = new Map<AccountRow, Units>()
  for (const row of rows) if (tenant.unknown(row.id) === null) units.set(row, readAccount(tenant, writing, row).units)
  const members = rows.map((row): Member => {
    const own = units.get(row)
    const profile = own === undefined ? null : profileOf(own)
    return { name: row.name, labels: row.labels, profile, sayable: names.can.has(row.name) }
  })
  const tiers = tiersOf(members, key, writing.language)
  addTiers(run, key, tiers)
  const tierOf = new Map(tiers.flatMap((tier) => [...tier.differs.keys()].map((name) => [name, tier] as const)))
  for (const [row, own] of units) if (names.can.has(row.name)) addMember(run, row, own, tierOf.get(row.name))
}

function addTiers({ collector }: Run, key: string, tiers: readonly Tier[]): void {
  const packages = packagePages(tiers)
  const fileOf = fileNames(tiers.map(({ value }) => value))
  for (const tier of tiers) {
    const page = packages.get(tier.value)
    if (page !== undefined) collector.add(`packages/${fileOf(tier.value)}.yaml`, [page])
    collector.add(`sets/${fileOf(tier.value)}.yaml`, [setPage(tier, key)])
  }
}

/** The kinds of which sets say nothing. */
const BELOW = ['ProjectTemplate', 'Project', 'Group', 'User', 'Connection'] as const

function addMember(run: Run, row: AccountRow, units: Units, tier: Tier | undefined): void {
  const { tenant, writing, collector } = run
  const differing = tier?.differs.get(row.name) ?? []
  const isAlike = tier !== undefined && differing.length === 0
  if (isAlike) collector.tell(units.left.map(({ message }) => ({ address: address('account', row.name), message })))
  if (isAlike && !BELOW.some((kind) => writing.kinds.has(kind))) return
  const reading = readAccount(tenant, writing, row)
  const own = tier === undefined ? accountPage(reading.place, units) : exceptionPage(row.name, units, tier, differing)
  addAccount(run, reading, isAlike ? null : own)
}
