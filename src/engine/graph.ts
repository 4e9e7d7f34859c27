import type { Estate, EstateDocument } from '../model/document.js'
import { Fault } from '../model/fault.js'
import { didYouMean } from '../model/nearest.js'
import type { Collection, Snapshot } from '../model/snapshot.js'
import type { Graph } from '../report/graph/graph.js'
import { bringTogether, dayOf, type Governed, type Sides } from '../state/index.js'
import { matcherOf } from '../state/match.js'
import { drawAccount } from './graph/account.js'
import { drawEstate } from './graph/overview.js'
import { Pen } from './graph/pen.js'

/**
 * Draws what an estate declares: packages, sets and accounts, or one account gate by gate. Asks no platform: what only
 * lives is not drawn, and what nothing is said of is marked so. Pure.
 * @throws Fault `graph/unknown-account`
 */
export function graphOver(estate: Estate, account: string | null, now: Date): Graph {
  const day = dayOf(now)
  const pen = new Pen()
  const sides = bringTogether(estate, nothingLive(estate), day)
  const { tenant } = estate.config.platform
  if (account === null) drawEstate(pen, estate, sides)
  else drawAccount(pen, estate, sides.desired(governed(estate, sides, account)), day)
  return pen.finish({ title: account === null ? tenant : `${account} in ${tenant}`, account, day })
}

/** The account that documents declare, or one that a set names: whether it lives nobody asks. */
function governed(estate: Estate, { governance }: Sides, name: string): Governed {
  const declared = governance.accounts.find((each) => each.name === name)
  if (declared !== undefined) return declared
  const sets = estate.documents.filter(
    (document): document is EstateDocument<'AccountSet'> & EstateDocument =>
      document.kind === 'AccountSet' && isNamed(document as unknown as EstateDocument<'AccountSet'>, name),
  )
  if (sets.length > 0) return { row: null, document: null, sets, name, labels: {} }
  const near = didYouMean(
    name,
    governance.accounts.map((each) => each.name),
  )
  throw new Fault(
    'graph/unknown-account',
    `no document declares the account ${name}, and no set names it.${near}`,
    'What is drawn is what the estate says; writ explain asks the platform too.',
  )
}

const isNamed = ({ value: { match } }: EstateDocument<'AccountSet'>, name: string): boolean =>
  match !== 'all' && match.names !== undefined && matcherOf({ names: match.names })(name, {})

/** A platform on which nothing lives: documents alone speak then. */
function nothingLive({ config }: Estate): Snapshot {
  const { tenant, url } = config.platform
  const rows = Object.fromEntries(
    COLLECTIONS.map((collection) => [collection, new Map()]),
  ) as unknown as Snapshot['rows']
  const levels = ['account', 'project', 'group', 'person']
  const capabilities = { levels, changeFeed: false, lease: false, expectConnections: false }
  return {
    platform: { name: '', tenant, version: '', url, capabilities },
    principal: { id: '', name: '', roles: [], tokenKind: 'read' },
    ...{ revision: 0, rows, reads: [] },
  }
}

const COLLECTIONS: readonly Collection[] = [
  ...(['apps', 'accounts', 'project-templates', 'projects', 'groups', 'users', 'invitations'] as const),
  ...(['connections', 'workflows', 'account-integrations', 'project-integrations'] as const),
  ...(['group-integrations', 'user-integrations'] as const),
]
