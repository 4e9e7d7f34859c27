import { type Address, address, matcher, parseAddress } from '../model/address.js'
import type { Estate } from '../model/document.js'
import { addressOfDocument } from '../model/estate-name.js'
import { Fault } from '../model/fault.js'
import { didYouMean } from '../model/nearest.js'
import type { Snapshot } from '../model/snapshot.js'

/**
 * An `--only` that names nothing would pass as "in sync" for ever: each must name something that lives or is declared.
 * What was not read whole may hold it, so then nobody can tell.
 * @throws Fault `scope/unknown-address`.
 */
export function checkScope(only: readonly Address[], estate: Estate, snapshot: Snapshot): void {
  if (only.length === 0 || snapshot.reads.some(({ complete }) => !complete)) return
  const known = [...declared(estate), ...live(snapshot)]
  const apps = known.flatMap((each) => (each.startsWith('app/') ? parseAddress(each).parts : []))
  for (const pattern of only) {
    const [path = ''] = pattern.split('#', 1)
    const names = matcher([path])
    if (!known.some(names)) throw unknown(pattern, known)
    const [what, app = ''] = parseAddress(pattern).keys
    if (what === 'integrations' && !app.includes('*') && app !== '' && !apps.includes(app)) {
      const meant = apps.map((name) => `${path}#integrations.${name}`)
      throw unknown(pattern, meant)
    }
  }
}

const unknown = (pattern: Address, known: readonly Address[]): Fault =>
  new Fault(
    'scope/unknown-address',
    `--only ${pattern} names nothing that lives or is declared.${didYouMean(pattern, known)}`,
    'addresses look like account/acme, project/acme/apollo or account/acme#integrations.slack; * stands for any name',
  )

const RESOURCES = new Set(['App', 'Account', 'ProjectTemplate', 'Project', 'Group', 'User', 'Connection'])

const declared = ({ documents }: Estate): Address[] =>
  documents.filter(({ kind }) => RESOURCES.has(kind)).map(addressOfDocument)

function live({ rows }: Snapshot): Address[] {
  const accountOf = (id: string | null) => rows.accounts.get(id ?? '')?.name ?? ''
  const below = (kind: string, of: Iterable<{ readonly account: string | null; readonly name: string }>) =>
    [...of].map(({ account, name }) => address(kind, accountOf(account), name))
  const people = (of: Iterable<{ readonly account: string | null; readonly email: string }>) =>
    below(
      'user',
      [...of].map(({ account, email }) => ({ account, name: email })),
    )
  const groups = [...rows.groups.values()].map(({ account, project, name }) => {
    const within = project === null ? [] : [rows.projects.get(project)?.name ?? '']
    return address('group', accountOf(account), ...within, name)
  })
  const connections = [...rows.connections.values()].flatMap(({ id, account, app, name }) => [
    address('connection', id),
    ...(name === null ? [] : [address('connection', accountOf(account), app, name)]),
  ])
  return [
    ...[...rows.apps.values()].map(({ name }) => address('app', name)),
    ...[...rows.accounts.values()].map(({ name }) => address('account', name)),
    ...below('template', rows['project-templates'].values()),
    ...below('project', rows.projects.values()),
    ...people(rows.users.values()),
    ...people(rows.invitations.values()),
    ...[...groups, ...connections],
  ]
}
