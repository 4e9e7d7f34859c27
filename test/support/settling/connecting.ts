import type { Rows } from '../client.js'
import { gate, permitted } from '../naive.js'
import { holdsOver } from '../naive-covers.js'
import { type Doc, type Entry, inForce } from '../naive-estate.js'
import { isPersonal, rulesOf } from '../naive-rules.js'
import { DAY } from '../random/words.js'
import { accountOf, connectionDoc, isGoverned, isObserving, judge, stoppedAccounts } from './judged.js'
import type { Ran } from './run.js'

// What documents want connected (C2, U3): made by its key, asked for once, or held for a reason that is there.

/** A connection that a document wants and that did not live. */
interface Wish {
  address: string
  account: Rows['accounts']
  app: string
  name: string | null
  project: string | null
  /** E-mail; null where nobody owns it. */
  owner: string | null
  said: Doc | Entry
}

/** Made or asked for exactly where nothing stands in the way, as the document says. */
export function connectedOtherwise(ran: Ran): string[] {
  const { before, after } = ran
  const fresh = after.connections.filter(({ id }) => !before.connections.some((row) => row.id === id))
  const wishes = wishesOf(ran)
  const meant = new Set(wishes.map(({ address }) => address))
  const unmeant = fresh.filter((row) => !meant.has(ran.names.address('connections', { ...row })))
  return [
    ...unmeant.map(({ id, app, name }) => `${id}, ${app} ${name}, was made and nobody wants it`),
    ...wishes.flatMap((wish) => {
      const row = fresh.find((each) => ran.names.address('connections', { ...each }) === wish.address)
      const obstacle = obstacleTo(ran, wish)
      if (row === undefined) return obstacle === null ? [`${wish.address} was not made, and nothing is in its way`] : []
      return obstacle === null ? unlike(ran, wish, row) : [`${wish.address} was made, and yet: ${obstacle}`]
    }),
  ]
}

/** E11: what waits for consent is pending since it was asked for, in every plan. */
export function waitsUntold(ran: Ran): string[] {
  const stopped = stoppedAccounts(ran)
  // What only an observer would do is told as if it were done.
  if (ran.plan.changes.some(({ observed }) => observed)) return []
  return ran.after.connections.flatMap((row) => {
    const judged = judge(ran, row)
    const { account, standing } = judged
    if (row.status === 'active' || standing !== 'wanted' || stopped.has(account.name)) return []
    if (!isGoverned(ran, account, row.app)) return []
    const user = row.owner === null ? '' : `user/${account.name}/${ran.names.email(row.owner)}#integrations.${row.app}`
    const name = connectionDoc(ran, account, row)?.name ?? row.name
    const named = `connection/${account.name}/${row.app}/${name}`
    const told = ran.again.pending.some(
      ({ address, waitsFor, since }) =>
        [`connection/${row.id}`, user, named].includes(address) && waitsFor === 'consent' && since === row.requestedAt,
    )
    return told ? [] : [`${row.id} waits for consent since ${row.requestedAt}, and is not pending`]
  })
}

function wishesOf(ran: Ran): Wish[] {
  const stopped = stoppedAccounts(ran)
  return ran.after.accounts.flatMap((row) => {
    const account = accountOf(ran, row.id)
    if (stopped.has(account.name) || isObserving(ran, account)) return []
    const mine = ran.documents.filter((doc) => doc.account === account.name && !doc.ensure)
    return [
      ...mine.filter(({ kind }) => kind === 'Connection').flatMap((doc) => ofConnection(ran, row, doc)),
      ...mine.filter(({ kind }) => kind === 'User').flatMap((doc) => ofUser(ran, row, doc)),
    ].filter(({ app }) => isGoverned(ran, account, app))
  })
}

function ofConnection(ran: Ran, account: Rows['accounts'], doc: Doc): Wish[] {
  const { app, name, project = null, owner = null } = doc as Doc & { app: string; name: string }
  const lived = ran.before.connections.some(
    (row) => row.account === account.id && row.app === app && [name, doc.formerly].includes(row.name ?? '\n'),
  )
  if (lived || doc.id !== undefined) return []
  const address = `connection/${doc.account}/${app}/${name}`
  return [{ address, account, app, name, project: project as string | null, owner: owner as string | null, said: doc }]
}

function ofUser(ran: Ran, account: Rows['accounts'], doc: Doc): Wish[] {
  const email = String(doc.email)
  return Object.entries((doc.integrations ?? {}) as Record<string, Entry>).flatMap(([app, entry]) => {
    if (entry.externalAccount === undefined || entry.enabled === false || !inForce(entry, DAY)) return []
    const address = `user/${doc.account}/${email}#integrations.${app}`
    const isTaken = ran.after.connections.some(
      (row) => isMine(ran, row, account, email, app) && ran.before.connections.some(({ id }) => id === row.id),
    )
    return isTaken ? [] : [{ address, account, app, name: null, project: null, owner: email, said: entry }]
  })
}

const isMine = (ran: Ran, row: Rows['connections'], account: Rows['accounts'], email: string, app: string): boolean =>
  row.account === account.id && row.app === app && isPersonal(row) && ran.names.email(row.owner ?? '') === email

/** The first thing in the way of a connection, by the gates and rules as they are after the run. */
function obstacleTo(ran: Ran, wish: Wish): string | null {
  const { after, names, documents } = ran
  const { account, app, owner } = wish
  const known = accountOf(ran, account.id)
  const user = after.users.find(({ email, account: of }) => email === owner && of === account.id)
  if (owner !== null && user === undefined) return `${owner} is not there yet`
  const project = wish.project === null ? null : (names.project(known.name, wish.project)?.id ?? '')
  const row = { account: account.id, app, project, owner: user?.id ?? null, name: wish.name } as Rows['connections']
  if (!permitted(after, row, false)) return 'its way is closed'
  if (gate(after, 'menu', { account: account.id, app, project, user: row.owner }) === 'closed') return 'no menu'
  const about = { account: known.name, app, project: wish.project, user: owner, connection: [wish.name] }
  if (holdsOver(documents, about, DAY, false).length > 0) return 'a Hold is over it'
  const isKept = isProtected(ran, wish) ? 'protected' : null
  return meansTo(ran, wish) ?? notTheirOwn(ran, wish) ?? isKept
}

/** A key for an app that takes one, which documents must name; else somebody to ask. */
function meansTo({ after }: Ran, { app, owner, said }: Wish): string | null {
  if (after.apps.find(({ name }) => name === app)?.auth === 'api-key')
    return said.apiKey === undefined ? 'only its owner has the key' : null
  return owner === null || said.holder === 'installation' ? 'nobody can be asked' : null
}

/** C6: where a service account is required, nobody's own is connected, nor one that is not known. */
function notTheirOwn(ran: Ran, { account, app, said }: Wish): string | null {
  const rules = rulesOf(ran.documents, accountOf(ran, account.id))
  if (!rules.requireServiceAccount?.includes(app)) return null
  const { externalAccount } = said as { externalAccount?: string }
  if (externalAccount === undefined) return said.holder === 'person' ? 'no service account is named' : null
  const people = [...ran.after.users, ...ran.after.invitations].filter((each) => each.account === account.id)
  return people.some(({ email }) => email === externalAccount.toLowerCase()) ? `${externalAccount} is a person's` : null
}

function isProtected({ config, names }: Ran, { account, app, owner }: Wish): boolean {
  const protect = config.protect as { accounts?: string[]; apps?: string[]; users?: string[] } | undefined
  return Boolean(
    protect?.accounts?.includes(names.name('accounts', account.id)) ||
      protect?.accounts?.includes(account.name) ||
      protect?.apps?.includes(app) ||
      (owner !== null && protect?.users?.includes(owner)),
  )
}

function unlike(ran: Ran, { address, account, owner, project, said }: Wish, row: Rows['connections']): string[] {
  const known = accountOf(ran, account.id)
  const { names } = ran
  const isMade = said.apiKey !== undefined
  const is = {
    status: row.status,
    owner: row.owner === null ? null : names.email(row.owner),
    project: row.project === null ? null : names.name('projects', row.project),
    holder: row.holder,
    externalAccount: row.externalAccount,
    requestedAt: row.requestedAt !== null,
  }
  const wanted = {
    ...{ status: isMade ? 'active' : 'requested', owner, project, requestedAt: !isMade },
    ...(said.holder === undefined ? {} : { holder: said.holder }),
    ...(said.externalAccount === undefined ? {} : { externalAccount: said.externalAccount }),
  }
  const wrong = Object.entries(wanted).filter(([field, value]) => is[field as keyof typeof is] !== value)
  return wrong.map(
    ([field, value]) => `${address} in ${known.name}: ${field} is ${is[field as 'status']}, wanted ${value}`,
  )
}
