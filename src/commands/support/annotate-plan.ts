import type { Plan } from '../../model/generated/plan.js'
import { planAnnotations } from '../../report/annotations/plan.js'
import type { People } from '../../report/markdown/people.js'
import { verdictLine } from '../../report/plan/verdict.js'
import { view } from '../../report/plan/view.js'
import { type Annotating, annotated } from './annotate.js'
import { linesIn, located } from './repository.js'

interface Options {
  /** The estate's folder. */
  readonly dir: string
  readonly command: string
  readonly people?: People
  /** The command that tells all. */
  readonly more?: string
}

/** A plan as remarks on the lines that cause it. */
export async function planAnnotated(format: Annotating, plan: Plan, options: Options): Promise<string> {
  const { dir, command, people = 'counts', more } = options
  return annotated(format, planAnnotations(plan, { people, locate: located(dir), linesOf: linesIn(dir) }), {
    ...{ dir, command, ...(more === undefined ? {} : { more }), where: plan.platform, outcome: plan.outcome },
    summary: verdictLine(view(plan, { width: 80, colour: false })),
    isWhole: plan.reads.every(({ complete }) => complete),
  })
}
