import type { Verdict } from '../../model/audit.js'

/** A verdict for somebody who never saw one: a sign that needs no colour, and what it means. */
export interface VerdictWords {
  readonly sign: string
  readonly label: string
  readonly says: string
}

export const VERDICT_WORDS: Readonly<Record<Verdict, VerdictWords>> = {
  undeclared: {
    sign: '+',
    label: 'undeclared',
    says: 'It is there, and no document and no rule lets it be. Somebody should close it, or write down why it stays.',
  },
  missing: {
    sign: '−',
    label: 'missing',
    says: 'Documents say that it should be there, and it is not, or not everywhere.',
  },
  'not-evaluable': {
    sign: '?',
    label: 'not evaluable',
    says: 'It could not be read whole, or a mistake in the documents stops the account: nothing can be said of it.',
  },
  waived: {
    sign: '~',
    label: 'waived',
    says: 'It is not as declared, and somebody accepted that until a date, in a document that another person approved.',
  },
  ungoverned: {
    sign: '○',
    label: 'ungoverned',
    says: 'No document speaks of its account or of its app: whatever it is, nobody has said what it should be.',
  },
  conforming: {
    sign: '✓',
    label: 'conforming',
    says: 'It is as documents say.',
  },
}

/** What stands between a person and an app: all of them must be open. */
export const GATE_WORDS: Readonly<Record<string, string>> = {
  registry: 'the app is installed, active and configured on the platform',
  allowed: 'the app is in the allow-list of the customer account',
  account: 'it is switched on for the account, and for this project of it',
  project: 'it is switched on in the project',
  group: 'it is switched on for a group that the person is in',
  person: 'the person is not blocked from it',
  dates: 'today lies within the dates that the documents give',
  hold: 'no incident hold closes it',
  menu: 'the integrations menu is shown to the customer',
}
