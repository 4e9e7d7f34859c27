import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { expectCodeQuality, sarifComplaints, workflowCommands } from '../support/hosts.js'
import { folder, scene, writ, zoomByHand } from './writ.js'

/** The estate of a scene as the folder `access/estate` of a repository, or of none. */
async function nested({ git }: { git: boolean }) {
  const live = await scene()
  const top = folder()
  mkdirSync(join(top, 'access'))
  cpSync(live.dir, join(top, 'access/estate'), { recursive: true })
  if (git) await execa('git', ['init', '--quiet'], { cwd: top })
  const run = (cwd: string, ...args: string[]) => writ(args, { cwd: join(top, cwd), env: live.env })
  return { ...live, top, run, estate: join(top, 'access/estate') }
}

const filesIn = (log: string): string[] => [
  ...new Set(workflowCommands(log).flatMap(({ properties }) => properties.file ?? [])),
]
const exists = (top: string, path: string, line: number): boolean =>
  readFileSync(join(top, path), 'utf8').split('\n').length >= line

test('E14: paths are those of the repository, wherever the estate lies in it and wherever the command runs', async () => {
  const { run, top } = await nested({ git: true })
  for (const [cwd, dir] of [
    ['.', 'access/estate'],
    ['access/estate', '.'],
    ['access', 'estate'],
  ] as const) {
    const { stdout, exitCode } = await run(cwd, 'plan', dir, '--format', 'github')
    expect(exitCode).toBe(0)
    expect(filesIn(stdout)).toContain('access/estate/projects/apollo.yaml')
    for (const { properties } of workflowCommands(stdout).filter((command) => command.properties.file !== undefined))
      expect(exists(top, properties.file ?? '', Number(properties.line))).toBe(true)
  }
})

test('E14: outside of a repository, paths are relative to the current folder', async () => {
  const { run } = await nested({ git: false })
  expect(filesIn((await run('.', 'plan', 'access/estate', '--format', 'github')).stdout)).toContain(
    'access/estate/projects/apollo.yaml',
  )
  const here = filesIn((await run('access/estate', 'plan', '--format', 'github')).stdout)
  expect(here).toContain('projects/apollo.yaml')
})

test('E14: the log of a step begins with where it is about and ends with the verdict', async () => {
  const { run, proxy } = await scene()
  const { stdout, stderr } = await run('plan', '--format', 'github')
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toBe(`acme-cloud · ${proxy.url}`)
  expect(lines.at(-1)).toMatch(/^Ends 3 connections of 3 people\./)
  expect(workflowCommands(stdout)[0]).toMatchObject({
    name: 'warning',
    properties: { file: 'account.yaml', line: '13' },
  })
  expect(stderr).toBe('')
})

test('E14: plan, drift, show and validate are taken by GitLab and by whatever reads SARIF, and end as they do in text', async () => {
  const live = await nested({ git: true })
  const { run, top } = live
  await zoomByHand(live)
  await run('.', 'plan', 'access/estate', '--out', 'plan.json')
  for (const [args, exit] of [
    [['plan', 'access/estate'], 0],
    [['drift', 'access/estate'], 2],
    [['show', 'plan.json', '--dir', 'access/estate'], 0],
    [['validate', 'access/estate'], 0],
  ] as const) {
    const gitlab = await run('.', ...args, '--format', 'gitlab')
    expectCodeQuality(JSON.parse(gitlab.stdout))
    const sarif = await run('.', ...args, '--format', 'sarif')
    const log = JSON.parse(sarif.stdout)
    expect(sarifComplaints(log)).toEqual([])
    expect([gitlab.exitCode, sarif.exitCode, log.runs[0].invocations[0].exitCode]).toEqual([exit, exit, exit])
    const places = [
      ...JSON.parse(gitlab.stdout).map((issue: { location: { path: string } }) => issue.location.path),
      ...log.runs[0].results.map(
        (each: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
          each.locations[0]?.physicalLocation.artifactLocation.uri,
      ),
    ]
    expect(places.length > 0).toBe(args[0] !== 'validate')
    for (const path of places) expect(exists(top, path, 1)).toBe(true)
    expect(gitlab.stderr).toMatch(args[0] === 'validate' ? /No mistakes/ : /Ends \d/)
  }
})

test('E1: each complaint stands on its line, whichever command met it', async () => {
  const { run, estate } = await nested({ git: true })
  const file = join(estate, 'account.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('zoom:', 'zooom:'))
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((each) => each.includes('zooom')) + 1
  for (const command of ['validate', 'plan', 'drift']) {
    const { stdout, exitCode } = await run('.', command, 'access/estate', '--format', 'github')
    expect(exitCode).toBe(1)
    const meant = workflowCommands(stdout).find(({ message }) => message.includes('Did you mean zoom?'))
    expect(meant?.properties).toMatchObject({ file: 'access/estate/account.yaml', line: String(line) })
    const log = JSON.parse((await run('.', command, 'access/estate', '--format', 'sarif')).stdout)
    expect(sarifComplaints(log)).toEqual([])
    expect(log.runs[0].results).toContainEqual(
      expect.objectContaining({ ruleId: 'reference/unknown-app', level: 'error' }),
    )
  }
})

test('a platform that is away is told in the format that was asked for', async () => {
  const { run, proxy } = await scene()
  await proxy.close()
  const github = await run('plan', '--format', 'github')
  expect(workflowCommands(github.stdout)[0]).toMatchObject({
    ...{ name: 'error', properties: { title: 'Writ: platform/unreachable' } },
  })
  expect(github.exitCode).toBe(1)
  expectCodeQuality(JSON.parse((await run('plan', '--format', 'gitlab')).stdout))
  const log = JSON.parse((await run('plan', '--format=sarif')).stdout)
  expect(sarifComplaints(log)).toEqual([])
  expect(log.runs[0].invocations[0]).toEqual({ executionSuccessful: false, exitCode: 1 })
})

test('U7: what an audit finds stands on the lines that speak of it, and nobody is named', async () => {
  const live = await scene()
  await zoomByHand(live)
  const { stdout, exitCode } = await live.run('audit', '--format', 'sarif')
  const log = JSON.parse(stdout)
  expect(sarifComplaints(log)).toEqual([])
  const [run] = log.runs
  expect([exitCode, run.invocations[0].exitCode]).toEqual([3, 3])
  expect(run.automationDetails.id).toBe('writ/audit/')
  const rules = run.results.map(({ ruleId, level }: { ruleId: string; level: string }) => `${level} ${ruleId}`)
  expect(rules).toContain('error audit/undeclared')
  expect(stdout).not.toContain('@')
  await live.edit('writ.yaml', /$/, '\nreport: { people: names }\n')
  expect((await live.run('audit', '--format', 'sarif')).stdout).toContain('@')
})

test('one thing is no plan, and has no lines that cause it', async () => {
  const { run } = await scene()
  for (const format of ['github', 'markdown']) {
    const { stderr, stdout, exitCode } = await run('show', 'account/acme', '--format', format)
    expect([exitCode, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining('is for plans')])
  }
})
