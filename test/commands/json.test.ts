import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shapeOf } from '../support/shape.js'
import { complaints, folder, root, scene, writ, zoomByHand } from './writ.js'

const JSON_FORMAT = ['--format', 'json']
const YES = ['--yes', '--settle', '0']

/** One document that a command prints: its schema, and what the command ends with. */
interface Printed {
  readonly line: string
  readonly schema: string
  readonly exitCode: number
  readonly value: Record<string, unknown>
}

/** Runs every command that prints JSON, on a platform where there is something to tell, in the order of a working day. */
async function aDay(): Promise<{ printed: Printed[]; events: Record<string, unknown>[] }> {
  const live = await scene()
  const { dir, env, run, edit } = live
  cpSync(join(root, 'policies/external-domains.yaml'), join(dir, 'policies/external-domains.yaml'))
  await zoomByHand(live)
  const printed: Printed[] = []
  const today = new Date().toISOString().slice(0, 10)
  const say = async (schema: string, ...args: string[]) => {
    const { stdout, stderr, exitCode } = await run(...args, ...JSON_FORMAT)
    const line = args.map((arg) => (arg.startsWith(dir) ? 'FILE' : arg === today ? 'TODAY' : arg)).join(' ')
    expect([line, stdout === '' ? stderr : '']).toEqual([line, ''])
    printed.push({ line, schema, exitCode: exitCode ?? -1, value: JSON.parse(stdout) })
    return JSON.parse(stdout)
  }
  await say('diagnostics', 'validate')
  await say('plan', 'plan', '--out', join(dir, 'plan.json'))
  await say('plan', 'drift')
  await say('plan', 'show', join(dir, 'plan.json'))
  await say('show', 'show', 'project/acme/apollo')
  await say('explain', 'explain', 'slack', '--account', 'acme', '--project', 'zeus', '--user', 'lee@contractor.example')
  await say('audit', 'audit')
  await say('unused', 'audit', '--unused')
  await say('graph', 'graph')
  await say('probe', 'probe')
  for (const list of ['apps', 'accounts', 'users', 'connections']) await say('lists', list, 'list')
  await say('lease', 'lease', 'show')
  await say('lease', 'lease', 'release', '--yes')
  await say('policy-test', 'policy', 'test')
  await say('diagnostics', 'apply', '--settle', '0')
  await say('applied', 'apply', ...YES, '--events', join(dir, 'run.jsonl'))
  await say('applied', 'connections', 'reauth', '--user', 'lee@contractor.example', ...YES)
  await say('applied', 'connections', 'revoke', '--user', 'lee@contractor.example', ...YES)
  const who = ['--account', 'acme', '--department', 'HR', '--designation', 'Clerk', '--manager', 'joe@acme.example']
  await say('applied', 'users', 'invite', 'eve@acme.example', ...who, ...YES)
  const { records } = (await say('records', 'record', 'list')) as { records: { run: string }[] }
  await say('records', 'record', 'show', records[0]?.run ?? '')
  await say('records', 'record', 'verify')
  await say('audit', 'audit', '--record', '--sample', '2', '--seed', 'q4')
  await say('history', 'audit', '--at', today)
  await say('history', 'audit', '--from', '2026-01-01', '--to', today)
  const fresh = folder()
  const there = await writ(['init', fresh, ...JSON_FORMAT])
  printed.push({ line: 'init', schema: 'init', exitCode: there.exitCode ?? -1, value: JSON.parse(there.stdout) })
  const imported = folder()
  cpSync(join(dir, 'writ.yaml'), join(imported, 'writ.yaml'))
  const brought = await writ(['import', imported, ...JSON_FORMAT], { env })
  printed.push({
    line: 'import',
    schema: 'import',
    exitCode: brought.exitCode ?? -1,
    value: JSON.parse(brought.stdout),
  })
  await edit('account.yaml', 'name: acme', 'nmae: acme')
  await say('diagnostics', 'validate')
  await say('diagnostics', 'plan')
  await say('diagnostics', 'show', 'nothing.json')
  const eventsOf = readFileSync(join(dir, 'run.jsonl'), 'utf8').trimEnd().split('\n')
  return { printed, events: eventsOf.map((line) => JSON.parse(line) as Record<string, unknown>) }
}

let day: ReturnType<typeof aDay> | null = null
/** One day serves all tests. */
const theDay = () => (day ??= aDay())

test('E14: every document has its formatVersion first, fits its published schema, and says how the command ended', async () => {
  for (const { line, schema, exitCode, value } of (await theDay()).printed) {
    expect([line, Object.keys(value)[0]]).toEqual([line, 'formatVersion'])
    expect([line, complaints(schema, value)]).toEqual([line, []])
    expect([line, value.outcome]).toEqual([line, expect.objectContaining({ exitCode })])
  }
}, 300_000)

test('E14: each line of the event stream fits its published schema', async () => {
  const { events } = await theDay()
  expect(events.length).toBeGreaterThan(5)
  for (const event of events) expect(complaints('events', event)).toEqual([])
}, 300_000)

test('the shapes of documents and events change only where somebody sees it: paths, types and exit codes', async () => {
  const { printed, events } = await theDay()
  const schemas = [...new Set(printed.map(({ schema }) => schema))].sort()
  const told = schemas.flatMap((schema) => {
    const same = printed.filter((each) => each.schema === schema)
    const lines = same.map(
      ({ line, exitCode }) => `# writ ${line.replace(/\d{4}-\d\d-\S+/, 'RUN')} ends with ${exitCode}`,
    )
    return [`## ${schema}`, ...new Set(lines), ...shapeOf(same.map(({ value }) => value)), '']
  })
  const stream = ['## events', ...shapeOf(events)]
  await expect([...told, ...stream, ''].join('\n')).toMatchFileSnapshot('snapshots/json.txt')
}, 300_000)

test('E14: every schema has a name, a version or none, and is a schema that a checker takes', () => {
  const files = readdirSync(join(root, 'schema')).filter((file) => file.endsWith('.schema.json'))
  for (const file of files) {
    const schema = JSON.parse(readFileSync(join(root, 'schema', file), 'utf8'))
    expect([file, schema.$schema]).toEqual([file, 'https://json-schema.org/draft/2020-12/schema'])
    expect([file, typeof schema.description]).toEqual([file, 'string'])
    // compiles, with all that it refers to
    expect([file, Array.isArray(complaints(file.replace('.schema.json', ''), null))]).toEqual([file, true])
  }
})
