import type { RunEvent } from '../../model/generated/events.js'
import type { Plan } from '../../model/generated/plan.js'
import type { Work } from '../../report/progress.js'
import { count } from '../../report/words.js'

type Sort = 'closing' | 'opening' | 'revoking' | 'writing'
type Change = Plan['changes'][number]

/** In the order in which they are told; what closes comes first. */
const SORTS: readonly Sort[] = ['closing', 'revoking', 'opening', 'writing']

const WHAT: Readonly<Record<Sort, readonly [string, string]>> = {
  closing: ['setting', 'settings'],
  opening: ['setting', 'settings'],
  revoking: ['connection', 'connections'],
  writing: ['change', 'changes'],
}

const sortOf = ({ operation, direction }: Change): Sort => {
  if (operation === 'revoke') return 'revoking'
  return direction === 'closes' || direction === 'mixed' ? 'closing' : direction === 'opens' ? 'opening' : 'writing'
}

/** How far a run is, sort by sort, made of its plan and its events. */
export class Tally {
  readonly #plan: Plan
  readonly #of = new Map<Sort, number>()
  readonly #done = new Map<Sort, number>()
  readonly #failed = new Map<Sort, number>()
  #told = new Set<number>()
  #active: Sort | 'effective' | null = null
  #waiting: string | null = null
  #effective: Work | null = null
  #lease = ''
  #ended = 0
  #ofEnding = 0

  constructor(plan: Plan) {
    this.#plan = plan
    for (const change of plan.changes) if (change.observed !== true) add(this.#of, sortOf(change))
  }

  note(event: RunEvent): void {
    this.#waiting = event.type === 'waiting' ? waitingText(event.seconds, event.reason) : null
    if (event.type === 'lease') this.#lease = leaseText(event)
    else if (event.type === 'progress') [this.#ended, this.#ofEnding] = [event.ended, event.ofEnding]
    else if (event.type === 'change') this.#change(event)
    else if (event.type === 'effective') {
      this.#active = 'effective'
      this.#effective = { name: 'effective', done: event.visible, of: event.of, what: 'accounts, as customers see it' }
    }
  }

  /** Waits that the run does not tell: those of single requests. */
  wait(milliseconds: number, reason: string): void {
    this.#waiting = waitingText(milliseconds / 1000, reason)
  }

  /** What runs, under what right. */
  get title(): string {
    const digest = this.#plan.digests.plan.replace(/^sha256:/, '').slice(0, 6)
    return `applying ${digest}…${this.#lease === '' ? '' : `  ${this.#lease}`}`
  }

  get works(): Work[] {
    const works = SORTS.filter((sort) => this.#of.has(sort)).map((sort) => this.#work(sort))
    return this.#effective === null ? works : [...works, this.#noted(this.#effective, 'effective')]
  }

  /** A change that is told twice counts once: what was skipped may be told again. */
  #change({ index, status }: Extract<RunEvent, { type: 'change' }>): void {
    const change = this.#plan.changes[index]
    if (change === undefined || change.observed === true || this.#told.has(index)) return
    this.#told.add(index)
    const sort = sortOf(change)
    add(status === 'done' || status === 'already' ? this.#done : this.#failed, sort)
    this.#active = sort
  }

  #work(sort: Sort): Work {
    const [of, done, failed] = [this.#of, this.#done, this.#failed].map((each) => each.get(sort) ?? 0) as [
      number,
      number,
      number,
    ]
    const own = this.#ofEnding - (this.#of.get('revoking') ?? 0)
    const notes = [
      failed > 0 ? `${count(failed, 'other outcome')}` : '',
      sort === 'closing' && own > 0 ? `${this.#ended} of ${count(this.#ofEnding, 'connection')} ended` : '',
    ].filter((note) => note !== '')
    const what = WHAT[sort][of === 1 ? 0 : 1]
    const work = { name: sort, done, of, what, ...(notes.length === 0 ? {} : { note: notes.join(', ') }) }
    return this.#noted(work, sort)
  }

  /** What is waited for is told beside what goes on. */
  #noted(work: Work, sort: Sort | 'effective'): Work {
    if (this.#waiting === null || sort !== (this.#active ?? SORTS.find((each) => this.#of.has(each)))) return work
    return { ...work, note: [work.note, this.#waiting].filter((part) => part !== undefined).join(', ') }
  }
}

const add = (counts: Map<Sort, number>, sort: Sort): void => void counts.set(sort, (counts.get(sort) ?? 0) + 1)

const FOR: Readonly<Record<string, string>> = {
  'rate-limit': 'for the rate limit',
  lease: 'for the lease',
  visibility: 'until customers see it',
  retry: 'to try again',
}

export const waitingText = (seconds: number, reason: string): string =>
  `waiting ${Math.max(1, Math.ceil(seconds))} s ${FOR[reason] ?? `(${reason.replaceAll('-', ' ')})`}`

function leaseText({ status, fencing, until, holder }: Extract<RunEvent, { type: 'lease' }>): string {
  if (status === 'held') return `lease held by ${holder}`
  if (status === 'released' || status === 'lost') return `lease ${status}`
  return `lease ${fencing ?? ''}${until === null ? '' : ` until ${until.slice(11, 16)}`}`
}
