import { type Annotation, fingerprinted, gravestFirst, type Level } from './annotations/annotation.js'
import { escape as shown } from './escape.js'

/** One entry of a Code Quality report, as GitLab documents it. */
export interface CodeQualityIssue {
  readonly description: string
  readonly check_name: string
  /** Unique in a report, and the same in the next one for the same remark. */
  readonly fingerprint: string
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker'
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } }
}

const SEVERITIES: Readonly<Record<Level, CodeQualityIssue['severity']>> = {
  error: 'critical',
  warning: 'major',
  note: 'info',
}

/** Longer descriptions are cut; the widget shows one line. */
const LONGEST = 1000

/**
 * Remarks as a GitLab Code Quality report, the gravest first. What has no line of its own stands at the first line of
 * `home`, as a report has no other way to say it.
 * @example codeQuality(annotations, 'estate/writ.yaml')
 */
export const codeQuality = (annotations: readonly Annotation[], home: string): CodeQualityIssue[] =>
  fingerprinted(gravestFirst(annotations)).map(({ annotation: { rule, level, message, at }, fingerprint }) => ({
    description: shown(message, LONGEST),
    check_name: shown(rule),
    fingerprint,
    severity: SEVERITIES[level],
    location: { path: at?.file ?? home, lines: { begin: at?.line ?? 1 } },
  }))
