import { expect, test } from 'vitest'
import { scene } from './writ.js'

const SLOW = 60_000

test(
  'each gate with the line that set it, beside live, and what the next apply ends',
  async () => {
    const { run } = await scene()
    const before = await run(
      'explain',
      'slack',
      '--account',
      'acme',
      '--project',
      'zeus',
      '--user',
      'lee@contractor.example',
    )
    expect(before.exitCode).toBe(0)
    expect(before.stdout).toContain('lee@contractor.example may not use slack in acme/zeus')
    expect(before.stdout).toMatch(/✗ group +closed +on for .*contractors \(internal, set off\)/s)
    expect(before.stdout).toContain('projects/zeus.yaml:23')
    expect(before.stdout).toMatch(/registry +open +active, configured/)
    expect(before.stdout).toContain('live: open')
    expect(before.stdout).toContain('To open group: set slack: true in projects/zeus.yaml:17.')
    expect(before.stdout).toContain('The next apply ends con_slack_lee')
    await run('apply', '--yes')
    const after = await run(
      'explain',
      'slack',
      '--account',
      'acme',
      '--project',
      'zeus',
      '--user',
      'lee@contractor.example',
    )
    expect(after.stdout).toContain('Live agrees.')
  },
  SLOW,
)

test(
  'every gate stands there, in the order in which people read them',
  async () => {
    const { run } = await scene()
    const { stdout } = await run('explain', 'zoom', '--account', 'acme', '--user', 'ana@acme.example')
    const gates = [...stdout.matchAll(/^[ ✗] ([a-z]+) +(?:open|closed|n\/a)/gm)].map(([, gate]) => gate)
    expect(gates).toEqual(['registry', 'allowed', 'account', 'project', 'group', 'person', 'dates', 'hold', 'menu'])
  },
  SLOW,
)

test(
  'E13: an entry that has ended closes the dates gate, by its line',
  async () => {
    const { run, edit } = await scene()
    await edit(
      'account.yaml',
      'slack: { enabled: true, projects: all }',
      'slack: { enabled: true, projects: all, until: 2026-01-31 }',
    )
    const { stdout } = await run('explain', 'slack', '--account', 'acme', '--now', '2026-02-01')
    expect(stdout).toMatch(/✗ dates +closed +until 2026-01-31/)
    expect(stdout).toContain('To open dates: move the dates in account.yaml:9.')
    const inTime = await run('explain', 'slack', '--account', 'acme', '--now', '2026-01-31')
    expect(inTime.stdout).toMatch(/dates +open +until 2026-01-31/)
  },
  SLOW,
)

test.each([
  [['slak', '--account', 'acme'], 'there is no app slak. Did you mean slack?'],
  [['slack', '--account', 'acmee'], 'there is no account acmee. Did you mean acme?'],
  [['slack', '--account', 'acme', '--project', 'apolo'], 'acme has no project apolo. Did you mean apollo?'],
])(
  'a name that nobody knows is no closed gate: %j',
  async (args, words) => {
    const { run } = await scene()
    const { exitCode, stdout, stderr } = await run('explain', ...args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain(words)
  },
  SLOW,
)

test(
  'where a list could not be read whole, there is no answer: 4',
  async () => {
    const { run, proxy } = await scene()
    proxy.fault = ({ path }) => (path === '/v1/groups' ? 'status-500' : null)
    const { exitCode, stderr } = await run('explain', 'slack', '--account', 'acme')
    expect(exitCode).toBe(4)
    expect(stderr).toContain('read/incomplete')
  },
  SLOW,
)

test(
  'show: one thing merged, each field with its line and live beside what differs',
  async () => {
    const { run } = await scene()
    const { stdout } = await run('show', 'account/acme#integrations.hubspot')
    expect(stdout).toMatch(/≠ projects +apollo +account\.yaml:13 +live apollo, zeus/)
    expect((await run('show', 'project/acme/hermes')).stdout).toContain('project/acme/hermes  does not live')
    expect((await run('show', 'project/acme/zeus')).stdout).toMatch(/integrations\.zoom .*template\.yaml:9/s)
    const { fields } = JSON.parse((await run('show', 'app/slack', '--format', 'json')).stdout)
    expect(fields).toContainEqual({
      name: 'state',
      declared: 'active',
      live: 'active',
      at: [{ file: 'apps.yaml', line: 9 }],
    })
    const { exitCode, stderr } = await run('show', 'project/acme/zesu')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('Did you mean project/acme/zeus?')
  },
  SLOW,
)
