import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { auditCsv } from '../../src/report/audit-csv.js'
import { auditJson } from '../../src/report/audit-json.js'
import { auditMarkdown, unusedMarkdown } from '../../src/report/audit-markdown.js'
import { unusedCsv, unusedJson } from '../../src/report/audit-unused.js'
import { auditOf, PLACE } from '../audit/auditing.js'
import { ACME, ANA, APOLLO, APPS, acme, connection, estate, tenant } from '../decided/seeds.js'
import { world } from '../support/world.js'

const FORMULA = '=HYPERLINK("http://evil.example","x")'
const SEED = tenant([
  acme({
    connections: [
      connection('con_ana', 'slack', ANA, { project: 'apollo', name: FORMULA, externalAccount: '@SUM(A1)' }),
      connection('con_zoom', 'zoom', ANA, { lastUsedAt: '2026-01-01T00:00:00.000Z' }),
    ],
  }),
])
const DATED = 'integrations: { slack: { enabled: true, projects: all, until: 2027-01-31 } }'
const TEXT = estate(APPS, ACME(DATED), APOLLO())
const seen = async () => (await auditOf(await world(SEED), TEXT)).audit
const mistakes = (name: string, text: string): unknown[] => {
  const file = fileURLToPath(new URL(`../../schema/${name}.schema.json`, import.meta.url))
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(file, 'utf8')))
  return validate(JSON.parse(text)) ? [] : (validate.errors ?? [])
}

test('E14: CSV has one header and a line a row, and no cell of it is a formula to a spreadsheet', async () => {
  const audit = await seen()
  const [header = '', ...lines] = [...auditCsv(audit)]
  const { access, connections, policies, exceptions } = audit
  expect(lines).toHaveLength(access.length + connections.length + policies.length + exceptions.length)
  expect(header.split(',').slice(0, 5)).toEqual(['row', 'account', 'user', 'app', 'verdict'])
  const own = lines.find((line) => line.includes('con_ana')) ?? ''
  expect(own).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`)
  expect(own).toContain(`'@SUM(A1)`)
  for (const line of [...lines, ...unusedCsv(audit)]) expect(line).not.toMatch(/(?:^|,)"?[=+@\t]/)
})

test('E14: JSON is as its schema says, with the version first, and reads back as the very audit', async () => {
  const audit = await seen()
  const begin = { formatVersion: 1, platform: PLACE }
  const outcome = { outcome: { exitCode: 3, reasons: ['findings'] } }
  const text = [...auditJson(begin, audit, outcome)].join('')
  expect(mistakes('audit', text)).toEqual([])
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ ...begin, ...audit, ...outcome })))
  expect(mistakes('unused', [...unusedJson(begin, audit, outcome)].join(''))).toEqual([])
})

test('E14: Markdown names nobody unasked, and fits into a comment at any size', async () => {
  const audit = await seen()
  expect(auditMarkdown(audit, PLACE)).not.toContain('@acme.example')
  expect(unusedMarkdown(audit, PLACE)).not.toContain('@acme.example')
  expect(auditMarkdown(audit, PLACE, { people: 'names' })).toContain(ANA)
  const [row] = audit.connections
  if (row === undefined) throw new Error('no connection')
  const many = Array.from({ length: 5_000 }, (_, at) => ({
    ...row,
    verdict: 'undeclared' as const,
    reason: `why ${at}`,
  }))
  const text = auditMarkdown({ ...audit, connections: many }, PLACE, { people: 'names' })
  expect(text.length).toBeLessThan(65_536)
  expect(text).toMatch(/… [\d,]+ more lines/)
})
