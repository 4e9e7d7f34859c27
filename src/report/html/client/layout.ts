import type { View } from './state.js'

export interface Shown {
  readonly name: string
  readonly title: string
  /** As a track of a CSS grid. */
  readonly width: string
  /** Small and grey. */
  readonly isMinor?: boolean
  /** Without it, it is always shown. *Room*: only while no row explains itself beside the list; *wide*: in a wide window. */
  readonly needs?: 'room' | 'wide'
}

/** A view of a table: what its list shows, by what it can be grouped, and how it is called. */
export interface Layout {
  readonly table: string
  readonly title: string
  readonly says: string
  readonly shown: readonly Shown[]
  readonly groups: readonly string[]
  /** Rows hold sentences, or long addresses: three lines instead of two. */
  readonly isTall?: boolean
  /** What a row shows on a phone. */
  readonly narrow: readonly string[]
  /** How high a row is there, in pixels. */
  readonly narrowHeight: number
}

/** What of a view is shown where there is so much room. */
export const columnsFor = ({ shown }: Layout, { isBeside, isWide }: { isBeside: boolean; isWide: boolean }): Shown[] =>
  shown.filter(({ needs }) => needs === undefined || (!isBeside && (needs === 'room' || isWide)))

export const LAYOUTS: Partial<Record<View, Layout>> = {
  access: {
    table: 'access',
    title: 'Who may use what',
    says: 'One row for each person and app of an account that the person may use, or should.',
    shown: [
      { name: 'verdict', title: 'verdict', width: '8.2rem' },
      { name: 'account', title: 'account', width: '1fr' },
      { name: 'user', title: 'person', width: '1.7fr' },
      { name: 'people', title: 'people', width: '4.5rem' },
      { name: 'app', title: 'app', width: '1.1fr' },
      { name: 'live', title: 'may use in', width: '1.2fr', needs: 'room' },
      { name: 'declared', title: 'declared in', width: '1.2fr', needs: 'room' },
      { name: 'gates', title: 'gates that differ', width: '1.25fr' },
      { name: 'connections', title: 'connected', width: '5.2rem', isMinor: true, needs: 'wide' },
      { name: 'lastUsed', title: 'last used', width: '5.8rem', isMinor: true, needs: 'room' },
    ],
    groups: ['account', 'app', 'user', 'live', 'group', 'verdict'],
    narrow: ['verdict', 'account', 'user', 'people', 'app', 'gates'],
    narrowHeight: 104,
  },
  connections: {
    table: 'connections',
    title: 'Connections',
    says: 'One row for each connection that lives, is asked for, or is declared and does neither.',
    shown: [
      { name: 'verdict', title: 'verdict', width: '8.2rem' },
      { name: 'account', title: 'account', width: '0.8fr' },
      { name: 'owner', title: 'owner', width: '1.2fr' },
      { name: 'app', title: 'app', width: '0.85fr' },
      { name: 'status', title: 'status', width: '5.6rem', needs: 'room' },
      { name: 'created', title: 'created', width: '5.8rem', isMinor: true, needs: 'wide' },
      { name: 'lastUsed', title: 'last used', width: '5.8rem', needs: 'room' },
      { name: 'idle', title: 'idle days', width: '4.4rem', needs: 'room' },
      { name: 'workflows', title: 'workflows', width: '0.9fr', isMinor: true, needs: 'wide' },
      { name: 'reason', title: 'why', width: '2.4fr' },
    ],
    groups: ['account', 'app', 'owner', 'status', 'verdict', 'project'],
    isTall: true,
    narrow: ['verdict', 'account', 'owner', 'app', 'status', 'reason'],
    narrowHeight: 146,
  },
  unused: {
    table: 'unused',
    title: 'Allowed, and not used',
    says: 'Apps that nobody of an account uses, and connections without use. What the platform cannot tell is unknown, never unused.',
    shown: [
      { name: 'state', title: 'state', width: '8.6rem' },
      { name: 'account', title: 'account', width: '0.8fr' },
      { name: 'app', title: 'app', width: '0.9fr' },
      { name: 'owner', title: 'owner', width: '1.2fr' },
      { name: 'people', title: 'may use it', width: '5.2rem', needs: 'room' },
      { name: 'lastUsed', title: 'last used', width: '5.8rem', needs: 'room' },
      { name: 'idle', title: 'idle days', width: '4.4rem', needs: 'room' },
      { name: 'remove', title: 'could go', width: '1.6fr' },
      { name: 'by', title: 'allowed by', width: '1.4fr', isMinor: true, needs: 'room' },
    ],
    groups: ['account', 'app', 'state', 'owner'],
    isTall: true,
    narrow: ['state', 'account', 'owner', 'app', 'lastUsed', 'remove'],
    narrowHeight: 128,
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
      { name: 'stays', title: 'asked to go, still there', width: '1.8fr' },
      { name: 'digest', title: 'digest', width: '0.8fr', isMinor: true, needs: 'wide' },
    ],
    groups: ['verdict', 'review', 'signedBy'],
    narrow: ['verdict', 'account', 'signedBy', 'review', 'next'],
    narrowHeight: 104,
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
