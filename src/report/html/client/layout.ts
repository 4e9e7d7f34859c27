import type { View } from './state.js'

export interface Shown {
  readonly name: string
  readonly title: string
  /** Small and grey, below another on narrow screens. */
  readonly isMinor?: boolean
}

/** A view of a table: what its list shows, by what it can be grouped, and how it is called. */
export interface Layout {
  readonly table: string
  readonly title: string
  readonly says: string
  readonly shown: readonly Shown[]
  readonly groups: readonly string[]
}

export const LAYOUTS: Partial<Record<View, Layout>> = {
  access: {
    table: 'access',
    title: 'Who may use what',
    says: 'One row for each person and app of an account that the person may use, or should.',
    shown: [
      { name: 'verdict', title: 'verdict' },
      { name: 'account', title: 'account' },
      { name: 'user', title: 'person' },
      { name: 'people', title: 'people' },
      { name: 'app', title: 'app' },
      { name: 'live', title: 'may use in' },
      { name: 'declared', title: 'declared in' },
      { name: 'gates', title: 'gates that differ' },
      { name: 'connections', title: 'connected', isMinor: true },
      { name: 'lastUsed', title: 'last used', isMinor: true },
    ],
    groups: ['account', 'app', 'user', 'live', 'group', 'verdict'],
  },
  connections: {
    table: 'connections',
    title: 'Connections',
    says: 'One row for each connection that lives, is asked for, or is declared and does neither.',
    shown: [
      { name: 'verdict', title: 'verdict' },
      { name: 'account', title: 'account' },
      { name: 'owner', title: 'owner' },
      { name: 'app', title: 'app' },
      { name: 'status', title: 'status' },
      { name: 'created', title: 'created', isMinor: true },
      { name: 'lastUsed', title: 'last used' },
      { name: 'idle', title: 'idle days' },
      { name: 'workflows', title: 'workflows', isMinor: true },
      { name: 'reason', title: 'why' },
    ],
    groups: ['account', 'app', 'owner', 'status', 'verdict', 'project'],
  },
  unused: {
    table: 'unused',
    title: 'Allowed, and not used',
    says: 'Apps that nobody of an account uses, and connections without use. What the platform cannot tell is unknown, never unused.',
    shown: [
      { name: 'state', title: 'state' },
      { name: 'account', title: 'account' },
      { name: 'app', title: 'app' },
      { name: 'owner', title: 'owner' },
      { name: 'people', title: 'may use it' },
      { name: 'lastUsed', title: 'last used' },
      { name: 'idle', title: 'idle days' },
      { name: 'remove', title: 'could go' },
      { name: 'by', title: 'allowed by', isMinor: true },
    ],
    groups: ['account', 'app', 'state', 'owner'],
  },
  accounts: {
    table: 'accounts',
    title: 'Accounts and their reviews',
    says: 'One row for each account: the gravest verdict of anything in it, and who signed it when.',
    shown: [
      { name: 'verdict', title: 'verdict' },
      { name: 'account', title: 'account' },
      { name: 'review', title: 'review' },
      { name: 'signedBy', title: 'signed by' },
      { name: 'signed', title: 'signed' },
      { name: 'next', title: 'next due' },
      { name: 'stays', title: 'asked to go, still there' },
      { name: 'digest', title: 'digest', isMinor: true },
    ],
    groups: ['verdict', 'review', 'signedBy'],
  },
}

/** What columns are called, where they are named outside their list. */
export const TITLES: Readonly<Record<string, string>> = {
  ...{ user: 'person', live: 'may use in', declared: 'declared in', gates: 'gates that differ', at: 'line' },
  ...{ lastUsed: 'last used', idle: 'idle days', idleAfter: 'idle after days', externalAccount: 'external account' },
  ...{ id: 'connection', remove: 'could go', by: 'allowed by', signedBy: 'signed by', next: 'next due' },
  ...{ stays: 'asked to go, still there', since: 'waits since', reason: 'why', people: 'people' },
}

export const titleOf = (column: string): string => TITLES[column] ?? column
