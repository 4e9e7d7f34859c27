import { diagnosticAnnotations } from '../../report/annotations/diagnostics.js'
import { type DiagnosticsReport, diagnosticsSummary } from '../../report/diagnostics.js'
import { type Annotated, type Annotating, annotated } from './annotate.js'
import { located } from './repository.js'

/** What is wrong with an estate as remarks on its lines (E1). */
export const diagnosticsAnnotated = (
  format: Annotating,
  report: DiagnosticsReport,
  about: Omit<Annotated, 'summary' | 'more'>,
): Promise<string> =>
  annotated(format, diagnosticAnnotations(report.diagnostics, located(about.dir)), {
    ...about,
    summary: diagnosticsSummary(report),
  })
