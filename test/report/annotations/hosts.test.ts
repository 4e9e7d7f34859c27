import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Annotation, Level } from '../../../src/report/annotations/annotation.js'
import { diagnosticAnnotations } from '../../../src/report/annotations/diagnostics.js'
import { planAnnotations } from '../../../src/report/annotations/plan.js'
import { escape as shown } from '../../../src/report/escape.js'
import { githubCommands } from '../../../src/report/github.js'
import { codeQuality } from '../../../src/report/gitlab.js'
import { sarifLog } from '../../../src/report/sarif.js'
import { HOSTILE } from '../../support/hostile.js'
import { expectCodeQuality, sarifComplaints, workflowCommands } from '../../support/hosts.js'
import { cause, change, plan } from '../plans.js'

const remark = (over: Partial<Annotation> = {}): Annotation => ({
  ...{ rule: 'reference/unknown-app', level: 'error', title: 'unknown', message: 'no app is called webhoks' },
  ...{
    at: { file: 'estate/acme.yaml', line: 9, column: 12, endLine: 9, endColumn: 19 },
    identity: ['apps: [webhoks]'],
  },
  ...over,
})
const many = (level: Level, amount: number): Annotation[] =>
  Array.from({ length: amount }, (_, at) => remark({ level, identity: [`${level} ${at}`], message: `${level} ${at}` }))

const RUN = {
  ...{ version: '0.1.0', category: 'writ/plan/prod', exitCode: 3, isWhole: true, home: 'estate/writ.yaml' },
  ...{ properties: { tenant: 'acme-cloud' }, more: 'writ plan' },
}
const sarifOf = (annotations: readonly Annotation[]) => {
  const log = sarifLog(annotations, RUN)
  expect(sarifComplaints(log)).toEqual([])
  const [run] = log.runs
  if (run === undefined) throw new Error('no run')
  return run
}

test('E14: a command of GitHub names file, line, columns and title, and says the message', () => {
  expect(githubCommands([remark()], 'writ validate')).toEqual([
    '::error file=estate/acme.yaml,line=9,col=12,endColumn=19,title=Writ%3A unknown::no app is called webhoks',
  ])
  expect(githubCommands([remark({ level: 'note', at: null, message: '100 %' })], '')).toEqual([
    '::notice title=Writ%3A unknown::100 %25',
  ])
})

test('E14: GitHub shows ten of a level a step: the gravest are told, and the rest is counted in one last notice', () => {
  const all = [
    ...many('note', 12),
    ...many('warning', 25),
    ...many('error', 11),
    remark({ message: 'heavy', weight: 9 }),
  ]
  const commands = workflowCommands(githubCommands(all, 'writ plan').join('\n'))
  const told = (name: string) => commands.filter((command) => command.name === name).length
  expect([told('error'), told('warning'), told('notice')]).toEqual([10, 10, 10])
  expect(commands[0]?.message).toBe('heavy')
  expect(commands.at(-1)?.message).toBe('Besides 2 errors, 15 warnings and 3 notes: writ plan tells all.')
  const fitting = [...many('error', 10), ...many('warning', 10), ...many('note', 10)]
  expect(githubCommands(fitting, '').length).toBe(30)
})

test('E14: no message is longer than the runner takes', () => {
  const [long] = workflowCommands(githubCommands([remark({ message: '\u001b'.repeat(9000) })], '').join('\n'))
  expect(long?.message.length).toBeLessThanOrEqual(4096)
  expect(long?.message.endsWith('…')).toBe(true)
})

const whole = (text: string): string => shown(text, Number.POSITIVE_INFINITY)

const nasty = fc.oneof(
  fc.constantFrom(
    ...[
      '\n::error::pwned',
      '\r\n::stop-commands::x',
      '##[error]pwned',
      '::add-mask::a',
      '%0A::error::',
      ',line=1',
      ':: ::',
    ],
    ...HOSTILE,
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

test('E14: no name gives a command of its own, and each part of a command reads back as itself', () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, nasty, (file, title, message, name) => {
      const log = githubCommands([remark({ at: { file, line: 3 }, title, message: `${message}${name}` })], '').join(
        '\n',
      )
      const commands = workflowCommands(log)
      expect(commands.map((command) => command.name)).toEqual(['error'])
      expect(Object.keys(commands[0]?.properties ?? {})).toEqual(['file', 'line', 'title'])
      expect(commands[0]?.properties.line).toBe('3')
      expect(log).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u)
      const [said] = commands
      expect(said?.properties.file).toBe(whole(file))
      if (whole(title).length < 200) expect(said?.properties.title).toBe(`Writ: ${whole(title)}`)
      if (whole(message + name).length < 4000) expect(said?.message).toBe(whole(message + name))
    }),
  )
})

test('E14: whatever names a plan holds, GitLab and the OASIS schema take what is made of it', () => {
  fc.assert(
    fc.property(nasty, nasty, nasty, (file, name, text) => {
      const annotations = planAnnotations(
        plan({
          causes: [cause(file, 2, name)],
          changes: [change(`account/${name}#integrations.slack`), change(name, { reason: text })],
          findings: [{ code: 'app/auth', severity: 'warning', address: name, message: text, causes: [0] }],
          verdicts: [{ rule: 'policy/x', effect: 'refuse', subject: name, message: text }],
        }),
        { locate: (path) => `estate/${path}` },
      )
      expectCodeQuality(JSON.parse(JSON.stringify(codeQuality(annotations, 'writ.yaml'))))
      expect(sarifOf(annotations).results.length).toBe(annotations.length)
      const names = workflowCommands(githubCommands(annotations, '').join('\n')).map((command) => command.name)
      expect(names.filter((each) => !['error', 'warning', 'notice'].includes(each))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('E14: a fingerprint stays when the line moves, and two of the same on one file are told apart', () => {
  const at = (line: number) => ({ file: 'a.yaml', line, column: 3, endLine: line, endColumn: 8 })
  const complaint = (line: number, text: string) => ({
    ...{
      code: 'reference/unknown-app',
      severity: 'error' as const,
      message: `no such app, in line ${line}`,
      at: at(line),
    },
    excerpt: [{ line, text }],
  })
  const report = (...complaints: ReturnType<typeof complaint>[]) => {
    const issues = codeQuality(
      diagnosticAnnotations(complaints, (file) => file),
      'writ.yaml',
    )
    expectCodeQuality(issues)
    return issues.map(({ fingerprint }) => fingerprint)
  }
  const [here] = report(complaint(3, '  slakc: on'))
  expect(report(complaint(41, '  slakc: on'))).toEqual([here])
  expect(report(complaint(3, '  zomo: on'))).not.toEqual([here])
  expect(report(complaint(3, '  slakc: on'), complaint(9, '  slakc: on'))[0]).toBe(here)
  const counted = (people: number) =>
    codeQuality(
      planAnnotations(
        plan({
          causes: [cause('a.yaml', people, 'package/basic#apps')],
          changes: Array.from({ length: people }, (_, index) => change(`account/a${index}#integrations.slack`)),
        }),
        { locate: (file) => file },
      ),
      'writ.yaml',
    )[0]
  expect(counted(7)?.fingerprint).toBe(counted(3)?.fingerprint)
  expect(counted(7)?.description).not.toBe(counted(3)?.description)
})

test('E14: a SARIF log has its rules with help, relative addresses, fingerprints and how the command ended', () => {
  const related = [{ message: 'declared here first', at: { file: 'estate/a.yaml', line: 1 } }]
  const run = sarifOf([remark({ related }), remark({ level: 'note', rule: 'plan/opens', at: null })])
  expect(run.tool.driver).toMatchObject({ name: 'Writ', semanticVersion: '0.1.0' })
  expect(run.tool.driver.rules.map(({ id }) => id)).toEqual(['plan/opens', 'reference/unknown-app'])
  for (const { help, fullDescription } of run.tool.driver.rules)
    for (const { text } of [help, fullDescription]) expect(text).toMatch(/^[A-Z].{20,1000}$/s)
  expect(run.tool.driver.rules[1]?.help.markdown).toMatch(/\n\n\*\*Remedy:\*\* ./)
  expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 3 }])
  const [first, second] = run.results
  expect(first).toMatchObject({
    ...{ ruleId: 'reference/unknown-app', ruleIndex: 1, level: 'error' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'estate/acme.yaml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 9, startColumn: 12, endLine: 9, endColumn: 19 },
        },
      },
    ],
    relatedLocations: [{ id: 0, message: { text: 'declared here first' } }],
  })
  expect(first?.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/)
  expect(second?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('estate/writ.yaml')
  const odd = sarifOf([remark({ at: { file: 'a b/ä#1.yaml', line: 1 }, message: 'see [here](1) and {0}' })]).results[0]
  expect(odd?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('a%20b/%C3%A4%231.yaml')
  expect(odd?.message.text).toBe('see [here] (1) and {{0}}')
})

test('E14: GitHub shows 5,000 results of a run: the gravest are told, the rest is counted, and all fit through an upload', () => {
  const run = sarifOf([...many('note', 5000), ...many('error', 700)])
  expect(run.results.length).toBe(5000)
  expect(run.results.slice(0, 700).every(({ level }) => level === 'error')).toBe(true)
  expect(run.invocations[0]).toMatchObject({
    toolExecutionNotifications: [{ message: { text: '700 more results than fit here: writ plan tells all.' } }],
  })
  expect(JSON.stringify(run).length).toBeLessThan(10 * 1024 * 1024)
})
