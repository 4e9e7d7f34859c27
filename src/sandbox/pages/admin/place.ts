import { administers, isOperator } from '../../roles.js'
import type { AccountRow } from '../../rows.js'
import type { Html, Part } from '../view/html.js'
import { type Link, layout } from '../view/layout.js'
import { demandThat, type Reply, rowOf, type Visit, visitor } from '../visit.js'

const REGISTRY: Link = { href: '/admin/registry', text: 'Registry' }
const PORTAL: Link = { href: '/portal', text: 'Portal' }
const ACCOUNTS: Link = { href: '/admin/accounts', text: 'Accounts' }

/** An address of an account's administration. */
export const adminPath = (account: string, ...rest: string[]): string =>
  ['/admin/accounts', account, ...rest].map((part, index) => (index === 0 ? part : encodeURIComponent(part))).join('/')

/** The account of the page, for those who administer it or (where `projects`) some of its projects. */
export function administered(visit: Visit, projects = false): AccountRow {
  const who = visitor(visit)
  const id = visit.params.account ?? ''
  const account = rowOf(visit, 'accounts', id, () => isOperator(who) || who.account === id)
  const may = administers(who, id) || (projects && who.role === 'project-admin')
  demandThat(may, 'This page is for administrators. Your own integrations are in the portal.')
  return account
}

/** Whoever has something to administer at all. */
export function administrator(visit: Visit): void {
  const { role } = visitor(visit)
  demandThat(role !== 'member', 'This page is for administrators. Your own integrations are in the portal.')
}

interface AdminPage {
  title: string
  account?: AccountRow
  trail?: Link[]
  body: Part
}

/** A page of the administration, with the menu of its account and of whoever looks. */
export function adminPage(visit: Visit, { title, account, trail = [], body }: AdminPage): Reply {
  const menu = menuOf(visit, account)
  const place =
    account && isOperator(visitor(visit))
      ? [ACCOUNTS, { href: adminPath(account.id, 'people'), text: account.name }]
      : []
  const page: Html = layout(visit, { title, menu, trail: [...place, ...trail], body })
  return { page }
}

function menuOf(visit: Visit, account: AccountRow | undefined): Link[] {
  const who = visitor(visit)
  const id = account?.id ?? who.account
  const own = id === null ? [] : accountMenu(visit, id)
  return isOperator(who) ? [ACCOUNTS, REGISTRY, ...own] : [...own, REGISTRY, PORTAL]
}

function accountMenu(visit: Visit, id: string): Link[] {
  const integrations = { href: adminPath(id, 'integrations'), text: 'Integrations' }
  if (visitor(visit).role === 'project-admin') return [integrations]
  return [
    { href: adminPath(id, 'people'), text: 'People' },
    { href: adminPath(id, 'connections'), text: 'Connections' },
    integrations,
    { href: adminPath(id, 'invitations'), text: 'Invitations' },
    ...(isOperator(visitor(visit)) ? [{ href: adminPath(id, 'apps'), text: 'Allowed apps' }] : []),
  ]
}
