import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { expect } from 'vitest'

/** What a host of code makes of an output: written from its documentation, and of nothing of ours. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

/** The commands that the runner of GitHub Actions reads from a log: of either form, at the places where it looks. */
export function workflowCommands(log: string): WorkflowCommand[] {
  return log.split(/\r\n|\n|\r/).flatMap((line) => modern(line) ?? legacy(line) ?? [])
}

function modern(line: string): WorkflowCommand | null {
  const text = line.trimStart()
  const end = text.indexOf('::', 2)
  if (!text.startsWith('::') || end < 0) return null
  const [name = '', ...rest] = text.slice(2, end).split(' ')
  return { name, properties: pairs(rest.join(' '), ','), message: decoded(text.slice(end + 2)) }
}

function legacy(line: string): WorkflowCommand | null {
  const [, head = '', message = ''] = /##\[([^\]]*)\](.*)/.exec(line) ?? []
  if (head === '') return null
  const [name = '', ...rest] = head.split(' ')
  return { name, properties: pairs(rest.join(' '), ';'), message }
}

const pairs = (text: string, separator: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(separator)
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), decodedProperty(pair.slice(pair.indexOf('=') + 1))]),
  )

const SIGNS = { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' } as const
const decoded = (text: string): string => text.replace(/%(0D|0A|25)/g, (code) => SIGNS[code as '%25'])
const decodedProperty = (text: string): string => text.replace(/%(0D|0A|25|3A|2C)/g, (code) => SIGNS[code as '%25'])

const schema = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/sarif-2.1.0.schema.json', import.meta.url)), 'utf8'),
)
const reference = (text: string): boolean => !/[\s<>"\\^`{}|]/.test(text) && URL.canParse(text, 'file:///root/')
const validSarif = new Ajv({
  strict: false,
  allErrors: true,
  unicodeRegExp: false,
  formats: { uri: (text: string) => URL.canParse(text), 'uri-reference': reference, 'date-time': true },
}).compile(schema)

/** Complaints of the OASIS schema about a log; none when it fits. */
export const sarifComplaints = (log: unknown) => (validSarif(log) ? [] : validSarif.errors)

const SEVERITIES = ['info', 'minor', 'major', 'critical', 'blocker']

/** Holds a Code Quality report to the form that GitLab documents: what a widget shows of it, and what makes it drop one. */
export function expectCodeQuality(report: unknown): void {
  expect(Array.isArray(report)).toBe(true)
  const issues = report as Record<string, unknown>[]
  for (const issue of issues) {
    expect(Object.keys(issue).sort()).toEqual(['check_name', 'description', 'fingerprint', 'location', 'severity'])
    expect(issue.description).toMatch(/./)
    expect(issue.fingerprint).toMatch(/^[0-9a-f]{64}$/)
    expect(SEVERITIES).toContain(issue.severity)
    const { path, lines } = issue.location as { path: string; lines: { begin: number } }
    expect(path).not.toMatch(/^(\/|\.\/|\.\.\/|[A-Za-z]:)/)
    expect(lines.begin).toBeGreaterThanOrEqual(1)
  }
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(issues.length)
}
