import type { EstateDocument } from '../model/document.js'
import type { AccountIntegration, AllowedApps, DocumentOf } from '../model/generated/documents.js'
import type { Place } from './complain.js'
import type { Draft } from './draft.js'
import { type Answer, isSame } from './match.js'
import { appOf } from './packages.js'

/** An entry of `integrations`, and where it stands. */
export interface StatedEntry {
  readonly entry: AccountIntegration
  readonly place: Place
}

type Speaker = EstateDocument<'Account'> | EstateDocument<'AccountSet'>
const sources = ['packages', 'apps', 'categories', 'allApps'] as const
const grants = (allowed: AllowedApps | undefined) => sources.some((key) => allowed?.[key] !== undefined)
const priorityOf = ({ value }: EstateDocument<'AccountSet'>) => value.priority ?? 0

/** What documents say of one declared account. Where live labels decide, it says that it does not know. */
export class AccountView {
  /** Sets that match for certain, the highest priority first. */
  readonly sure: EstateDocument<'AccountSet'>[]
  private readonly maybe: EstateDocument<'AccountSet'>[]

  constructor(
    private readonly draft: Draft,
    readonly account: EstateDocument<'Account'>,
  ) {
    const { sure, maybe } = draft.setsOf(account.value)
    this.sure = sure.toSorted((a, b) => priorityOf(b) - priorityOf(a))
    this.maybe = maybe
  }

  /** Whether the account is allowed an app. `maybe` also where the estate has no opinion: then live decides. */
  allows(app: string): Answer {
    const lists = this.lists(this.sure)
    if (!lists.some(grants)) return 'maybe'
    if (lists.some(({ except }) => except?.includes(app))) return 'no'
    const answers = [...lists, ...this.lists(this.maybe, false)].map((list) => this.draft.packages.includes(list, app))
    const mayBeExcepted = this.lists(this.maybe, false).some(({ except }) =>
      except?.some((each) => appOf(each) === app),
    )
    const dated = lists.some(({ except }) => except?.some((each) => appOf(each) === app))
    if (answers.every((answer) => answer === 'no')) return 'no'
    return answers.slice(0, lists.length).includes('yes') && !mayBeExcepted && !dated ? 'yes' : 'maybe'
  }

  /** Whether the estate certainly allows the account no app at all. */
  allowsNothing(): boolean {
    const lists = this.lists(this.sure)
    return (
      lists.some(grants) &&
      this.lists(this.maybe, false).length === 0 &&
      lists.every((list) => this.draft.packages.isEmpty(list))
    )
  }

  /** Whether the estate certainly allows the account something. */
  allowsSomething(): boolean {
    return this.lists(this.sure).some((list) => grants(list) && !this.draft.packages.isEmpty(list))
  }

  /** Whether no source, not even a set that may match, says what is allowed. */
  hasNoGrant(): boolean {
    return ![...this.lists(this.sure), ...this.lists(this.maybe, false)].some(grants)
  }

  /** Whether the menu is shown, where the estate says so for certain. */
  menu(): boolean | undefined {
    const own = this.account.value.showIntegrations
    if (own !== undefined) return own
    if (this.maybe.some(({ value }) => value.showIntegrations !== undefined)) return undefined
    return this.loudest(({ showIntegrations }) => showIntegrations)?.value.showIntegrations
  }

  /** What counts for an app: the nearest entry that names it, else the nearest "*". Undefined where none does or nobody can say. */
  entry(app: string): StatedEntry | undefined {
    if (this.isNamed(app)) return this.nearest(app)
    return this.maybe.some(({ value }) => value.integrations?.[app]) ? undefined : this.nearest('*')
  }

  private isNamed(app: string): boolean {
    return [this.account, ...this.sure].some(({ value }) => value.integrations?.[app] !== undefined)
  }

  private nearest(key: string): StatedEntry | undefined {
    const own = stated(this.account, key)
    if (own) return own
    const found = this.loudest(({ integrations }) => integrations?.[key])
    const least = found ? priorityOf(found) : Number.NEGATIVE_INFINITY
    if (this.maybe.some((set) => set.value.integrations?.[key] && priorityOf(set) >= least)) return undefined
    return found && stated(found, key)
  }

  /** The set of the highest priority that says something; none where sets of one priority differ, which is told elsewhere. */
  private loudest(says: (set: DocumentOf<'AccountSet'>) => unknown): EstateDocument<'AccountSet'> | undefined {
    const speaking = this.sure.filter(({ value }) => says(value) !== undefined)
    const [first, ...others] = speaking
    const rivals = others.filter((each) => first && priorityOf(each) === priorityOf(first))
    return rivals.every(({ value }) => first && isSame(says(value), says(first.value))) ? first : undefined
  }

  private lists(sets: EstateDocument<'AccountSet'>[], withOwn = true): AllowedApps[] {
    const own = this.account.value.allowedApps
    const heard = own?.inherit === false ? [] : sets.map(({ value }) => value.allowedApps)
    return [...(withOwn ? [own] : []), ...heard].filter((list) => list !== undefined)
  }
}

function stated({ value, source }: Speaker, key: string): StatedEntry | undefined {
  const entry = value.integrations?.[key]
  return entry && { entry, place: { source, path: ['integrations', key], part: 'key' } }
}
