import type { Audit } from '../../model/audit.js'
import { auditHtml } from '../../report/html/audit.js'
import { provenanceOf } from './provenance.js'
import type { Session } from './session.js'

type Where = Parameters<typeof auditHtml>[0]['platform']

/** The audit as one page, with the commit of the documents and people as `report.people` says (E14). */
export async function auditPage(
  { audit, where }: { readonly audit: Audit; readonly where: Where },
  { dir, estate, options }: Session,
): Promise<Iterable<string>> {
  const { estate: commit } = await provenanceOf(dir, {})
  const people = estate.config.report?.people ?? 'names'
  return auditHtml({ platform: where, tool: options.tool, estate: commit, people, audit })
}
