import type { Origin } from '../../model/generated/plan.js'
import { people } from '../plan/people.js'
import type { PlanView } from '../plan/view.js'
import { count } from '../words.js'
import type { Section } from './budget.js'
import { causePart, heldByPlace, type Told, toldCauses } from './causes.js'
import { code } from './inline.js'
import { NOTHING } from './listed.js'

interface Heading {
  readonly origin: Origin
  readonly title: string
  /** What it means, in a sentence of Writ's own. */
  readonly means: (view: PlanView) => string
}

const HEADINGS: readonly Heading[] = [
  {
    origin: 'change',
    title: 'This change',
    means: ({ plan: { baseline } }) =>
      baseline === undefined
        ? 'What this commit brings.'
        : `What this commit brings: the estate at ${code(baseline.ref)} (${code(baseline.commit.slice(0, 12))}) does not plan it.`,
  },
  {
    origin: 'difference',
    title: 'What differs',
    means: () =>
      'Planned without a baseline, so that nothing tells what this commit brings from what had drifted before it.',
  },
  {
    origin: 'drift',
    title: 'Drifted before this change',
    means: () =>
      'The platform is not as declared, and this commit is not why. Applying the plan sets it right as well, unless `--only` leaves it out.',
  },
  {
    origin: 'expiry',
    title: 'Dates',
    means: () => 'A date that the estate names has come or passed.',
  },
  {
    origin: 'membership',
    title: 'Membership',
    means: () => 'Labels or names changed on the platform, so that sets match others than before.',
  },
  {
    origin: 'catalogue',
    title: 'Catalogue',
    means: () => 'The catalogue changed, so that a category, or “all apps”, covers others than before.',
  },
  {
    origin: 'rule',
    title: 'Rules on connections',
    means: () => 'Live connections break a rule under `connections:` of the estate, whatever the gates say.',
  },
]

/** What this commit brings, apart from what was there before it, each origin with what it means. */
export function origins(view: PlanView): Section[] {
  const causes = toldCauses(view)
  const { of } = people(view, causes)
  const held = heldByPlace(view)
  // of a single cause all is told already
  const all = causes.map((cause, at) => ({ cause, who: causes.length > 1 ? (of[at] ?? []) : [] }))
  return HEADINGS.map((heading) => sectionOf(view, heading, all, held))
}

/** So many causes are told of one origin; the rest is counted. */
const TOLD = 100

interface Touching {
  readonly cause: Told
  readonly who: readonly string[]
}

function sectionOf(
  view: PlanView,
  { origin, title, means }: Heading,
  all: readonly Touching[],
  held: ReturnType<typeof heldByPlace>,
): Section {
  const mine = all.filter(({ cause }) => cause.origin === origin)
  if (mine.length === 0) return NOTHING
  const causes = mine.map(({ cause }) => cause)
  const shown = mine.slice(0, TOLD)
  return {
    head: [
      `#### ${title}: ${count(amount(causes), 'change')} from ${count(causes.length, 'cause')}`,
      ...['', `${means(view)}${isElsewhere(origin, view) ? ' No line was changed for it.' : ''}`],
    ],
    blocks: shown.map(({ cause, who }) => causePart(view, cause, who, held)),
    beyond: mine.length > TOLD,
    rest: (left) => restText(view, causes.slice(shown.length - left)),
  }
}

/** Only a baseline tells that the commit is not why. */
const isElsewhere = (origin: Origin, { plan }: PlanView): boolean =>
  plan.baseline !== undefined && !['change', 'difference', 'drift'].includes(origin)

const amount = (causes: readonly Told[]): number => causes.reduce((sum, { changes }) => sum + changes.length, 0)

const restText = ({ more }: PlanView, left: readonly Told[]): string =>
  `… ${count(left.length, 'more cause')} with ${count(amount(left), 'change')}: ${code(more)} tells all`
