import type { Audit } from '../../model/audit.js'
import type { TextOptions } from '../applied.js'
import { safe } from '../safe.js'
import { table } from '../table.js'
import { count } from '../words.js'
import { sampleLines } from './at.js'

/** Each drawn row with all that somebody needs who checks it again: where, by which gates and lines, and how to ask. */
export function renderSample(audit: Audit, { width }: TextOptions): string {
  const { access, connections, explanations, gates, sample } = safe(audit)
  if (sample === undefined) return ''
  const people = access.flatMap(({ account, user, app, verdict, live, declared, why }) => {
    const explained = explanations[why]
    const project = explained?.project ?? null
    const asks = `writ explain ${app} --account ${account}${project === null ? '' : ` --project ${project}`} --user ${user}`
    return [
      '',
      ...table(
        [
          [
            `${account}  ${user}`,
            app,
            `${verdict}; usable in ${live.join(', ') || 'nothing'}, declared ${declared.join(', ') || 'none'}`,
          ],
        ],
        { width },
      ),
      ...table(
        (explained?.gates ?? [])
          .flatMap((index) => gates[index] ?? [])
          .map(({ gate, live: now, declared: wanted, value, at }) => [
            gate,
            now === wanted ? now : `${now}, declared ${wanted}`,
            [value, ...at.map(({ file, line }) => `${file}:${line}`)]
              .filter((part) => part !== null && part !== '')
              .join('  '),
          ]),
        { width, indent: '  ' },
      ),
      `  ${asks}`,
    ]
  })
  const rows = connections.map(({ account, owner, app, id, verdict, status, externalAccount, lastUsedAt, reason }) => [
    `${account}  ${owner ?? 'nobody'}`,
    app,
    [
      `connection ${id ?? 'none'}`,
      verdict,
      status,
      externalAccount,
      lastUsedAt === null ? 'never used' : `used ${lastUsedAt}`,
      reason,
    ]
      .filter((part) => part !== null && part !== '')
      .join(', '),
  ])
  return [
    ...sampleLines(sample, width),
    ...people,
    ...(rows.length === 0 ? [] : ['', count(rows.length, 'connection'), ...table(rows, { width, indent: '  ' })]),
  ].join('\n')
}
