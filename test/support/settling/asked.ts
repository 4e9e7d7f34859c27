import type { Change } from '../../../src/model/generated/plan.js'
import { holdsOver } from '../naive-covers.js'
import { accountEntry, type Doc, projectEntry, setsOf } from '../naive-estate.js'
import { DAY } from '../random/words.js'
import { accountOf, connectionDoc, knownAs, knownProject } from './judged.js'
import type { Ran } from './run.js'

/** Changes that no document asks for. */
export function unasked(ran: Ran): string[] {
  return ran.plan.changes
    .filter((change) => !isAsked(change, ran))
    .map(({ operation, address, after: fields }) => `${operation} ${address} ${JSON.stringify(fields)}`)
}

function isAsked({ address, operation, after }: Change, ran: Ran): boolean {
  const { documents, names } = ran
  const [path = '', key] = address.split('#')
  const [kind = '', first = '', second = '', third] = path.split('/')
  const app = key?.split('.')[1] ?? ''
  const doc = (of: string, fits: (each: Doc) => boolean) => documents.find((each) => each.kind === of && fits(each))
  const inAccount = (each: Doc) => each.account === first
  if (operation === 'revoke') return true
  if (key?.startsWith('integrations.') && isClosedByHold(ran, [kind, first, second, third], app, after)) return true
  if (kind === 'account' && key) {
    return accountEntry(documents, knownAs(documents, names, first), app) !== null
  }
  if (kind === 'project' && key)
    return projectEntry(documents, knownAs(documents, names, first), knownProject(ran, first, second), app) !== null
  const group = (each: Doc) =>
    inAccount(each) && each.name === (third ?? second) && (each.project ?? null) === (third ? second : null)
  const found: Record<string, Doc | undefined> = {
    app: doc('App', ({ name }) => name === first),
    account: doc('Account', ({ name }) => name === first),
    template: doc('ProjectTemplate', (each) => inAccount(each) && each.name === second),
    project: doc('Project', (each) => inAccount(each) && each.name === second),
    group: doc('Group', group),
    user: doc('User', (each) => inAccount(each) && each.email === second),
    connection:
      third === undefined
        ? ofRow(ran, first)
        : doc('Connection', (each) => inAccount(each) && each.app === second && each.name === third),
  }
  const own = found[kind]
  if (key?.startsWith('secrets.')) return own?.secrets !== undefined
  if (key) return own !== undefined && (own.integrations as object | undefined)?.[app as never] !== undefined
  if (operation === 'remove') return own?.ensure === 'absent'
  if (operation === 'create' || operation === 'invite') return own !== undefined
  const sets = kind === 'account' ? setsOf(documents, knownAs(documents, names, first)) : []
  // Whoever gets another role administers no projects any more.
  const fields = Object.keys(after ?? {}).map((field) => (kind === 'user' && field === 'projects' ? 'role' : field))
  return fields.every((field) => [own, ...sets].some((speaker) => speaker && field in speaker))
}

/** The document of a connection that lives already. */
function ofRow(ran: Ran, id: string): Doc | undefined {
  const row = ran.names.row('connections', id)
  return row && connectionDoc(ran, accountOf(ran, row.account), row)
}

/** A Hold with `close: true` closes settings that no document may speak of. */
function isClosedByHold(
  { documents }: Ran,
  [kind, account = '', second]: readonly (string | undefined)[],
  app: string,
  after: Change['after'],
): boolean {
  const closes =
    after?.enabled === false || after?.blocked === true || ['off', false].includes(after?.setting as string)
  const about = {
    account,
    app,
    project: kind === 'project' ? (second ?? null) : null,
    user: kind === 'user' ? (second ?? null) : null,
  }
  return closes && holdsOver(documents, about, DAY, true).length > 0
}
