import type { View } from './state.js'

export interface Shown {
  readonly name: string
  readonly title: string
  /** As a track of a CSS grid. */
  readonly width: string
  /** Less is lost without it: small and grey, and gone where there is no room. */
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
      { name: 'verdict', title: 'verdict', width: '8.2rem' },
      { name: 'account', title: 'account', width: '1fr' },
      { name: 'user', title: 'person', width: '1.6fr' },
      { name: 'people', title: 'people', width: '4.5rem' },
      { name: 'app', title: 'app', width: '0.9fr' },
      { name: 'live', title: 'may use in', width: '1.1fr' },
      { name: 'declared', title: 'declared in', width: '1.1fr' },
      { name: 'gates', title: 'gates that differ', width: '0.9fr' },
      { name: 'connections', title: 'connected', width: '5.6rem', isMinor: true },
      { name: 'lastUsed', title: 'last used', width: '6.6rem', isMinor: true },
    ],
    groups: ['account', 'app', 'user', 'live', 'group', 'verdict'],
  },
  connections: {
    table: 'connections',
    title: 'Connections',
    says: 'One row for each connection that lives, is asked for, or is declared and does neither.',
    shown: [
      { name: 'verdict', title: 'verdict', width: '8.2rem' },
      { name: 'account', title: 'account', width: '1fr' },
      { name: 'owner', title: 'owner', width: '1.5fr' },
      { name: 'app', title: 'app', width: '0.9fr' },
      { name: 'status', title: 'status', width: '6.4rem' },
      { name: 'created', title: 'created', width: '6.4rem', isMinor: true },
      { name: 'lastUsed', title: 'last used', width: '6.6rem' },
      { name: 'idle', title: 'idle days', width: '5.2rem' },
      { name: 'workflows', title: 'workflows', width: '0.8fr', isMinor: true },
      { name: 'reason', title: 'why', width: '1.4fr' },
    ],
    groups: ['account', 'app', 'owner', 'status', 'verdict', 'project'],
  },
  unused: {
    table: 'unused',
    title: 'Allowed, and not used',
    says: 'Apps that nobody of an account uses, and connections without use. What the platform cannot tell is unknown, never unused.',
    shown: [
      { name: 'state', title: 'state', width: '8rem' },
      { name: 'account', title: 'account', width: '1fr' },
      { name: 'app', title: 'app', width: '0.9fr' },
      { name: 'owner', title: 'owner', width: '1.5fr' },
      { name: 'people', title: 'may use it', width: '4.5rem' },
      { name: 'lastUsed', title: 'last used', width: '6.6rem' },
      { name: 'idle', title: 'idle days', width: '5.2rem' },
      { name: 'remove', title: 'could go', width: '1.7fr' },
      { name: 'by', title: 'allowed by', width: '1.2fr', isMinor: true },
    ],
    groups: ['account', 'app', 'state', 'owner'],
  },
  accounts: {
    table: 'accounts',
    title: 'Accounts and their reviews',
    says: 'One row for each account: the gravest verdict of anything in it, and who signed it when.',
    shown: [
      { name: 'verdict', title: 'verdict', width: '8.2rem' },
      { name: 'account', title: 'account', width: '1fr' },
      { name: 'review', title: 'review', width: '7.5rem' },
      { name: 'signedBy', title: 'signed by', width: '1.2fr' },
      { name: 'signed', title: 'signed', width: '6.4rem' },
      { name: 'next', title: 'next due', width: '6.4rem' },
      { name: 'stays', title: 'asked to go, still there', width: '1.5fr' },
      { name: 'digest', title: 'digest', width: '0.8fr', isMinor: true },
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
