import type { PlanOutcome } from '../../model/generated/plan.js'
import type { Annotation } from '../../report/annotations/annotation.js'
import { jsonText } from '../../report/escape.js'
import { safe } from '../../report/safe.js'
import { readPackage } from './oclif.js'
import { note, whereLine } from './output.js'
import { located } from './repository.js'

/** Formats that put remarks on lines, for hosts of code. */
export const ANNOTATING = ['github', 'gitlab', 'sarif'] as const
export type Annotating = (typeof ANNOTATING)[number]

export const isAnnotating = (format: string): format is Annotating => ANNOTATING.includes(format as Annotating)

interface Where {
  readonly environment: string | null
  readonly tenant: string
  readonly url: string
}

/** What remarks are about, and where what is left out of them is told. */
export interface Annotated {
  /** The estate's folder. */
  readonly dir: string
  /** The name of the command, such as `plan`. */
  readonly command: string
  /** Where it is about; null where nothing tells. */
  readonly where: Where | null
  readonly outcome: PlanOutcome
  /** One line for whoever reads the log. */
  readonly summary: string
  /** The command that tells all; the same in text where absent. */
  readonly more?: string
  /** False where not all could be looked at. */
  readonly isWhole: boolean
}

/**
 * Remarks as one of these hosts reads them. Ends with a line break. What a program reads goes to a file mostly, so that
 * stderr tells people what came of it.
 */
export async function annotated(
  format: Annotating,
  annotations: readonly Annotation[],
  about: Annotated,
): Promise<string> {
  const home = located(about.dir)('writ.yaml')
  const more = about.more ?? ['writ', about.command, ...(about.dir === '.' ? [] : [safe(about.dir)])].join(' ')
  if (format === 'github') return asGithub(annotations, about, more)
  note(about.summary)
  if (format === 'gitlab') {
    const { codeQuality } = await import('../../report/gitlab.js')
    return `${jsonText(codeQuality(annotations, home), 2)}\n`
  }
  return asSarif(annotations, about, { home, more })
}

/** Nothing else of a platform than what every output begins with. */
const whereOf = (where: Where | null) =>
  where === null ? {} : { environment: where.environment, tenant: where.tenant, url: where.url }

/** The log of a step is read by people as well: it begins and ends as any output does. */
async function asGithub(
  annotations: readonly Annotation[],
  { where, summary }: Annotated,
  more: string,
): Promise<string> {
  const { githubCommands } = await import('../../report/github.js')
  const begin = where === null ? [] : [whereLine(where, { width: 80, colour: false })]
  return `${[...begin, ...githubCommands(annotations, more), summary].join('\n')}\n`
}

async function asSarif(
  annotations: readonly Annotation[],
  { command, where, outcome, isWhole }: Annotated,
  places: { readonly home: string; readonly more: string },
): Promise<string> {
  const { sarifLog } = await import('../../report/sarif.js')
  const category = ['writ', command, where?.environment ?? null].filter((part) => part !== null).join('/')
  const { version } = readPackage()
  const properties = { ...whereOf(where), reasons: outcome.reasons.join(', ') }
  const { exitCode } = outcome
  return `${jsonText(sarifLog(annotations, { version, category, exitCode, isWhole, properties, ...places }), 2)}\n`
}
