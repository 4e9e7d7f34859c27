import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startSandbox } from '../../src/sandbox/index.js'
import { startFaultProxy } from '../support/fault-proxy.js'
import { acmeCloud } from '../support/seed.js'
import { folder, writ } from './writ.js'

/** A live platform, a folder whose writ.yaml names it, and the built program in that folder. */
async function adopting(seed: object = acmeCloud(), mode = 'observe') {
  const sandbox = await startSandbox({ seed })
  const proxy = await startFaultProxy(sandbox.url)
  onTestFinished(async () => {
    await proxy.close()
    await sandbox.close()
  })
  const dir = folder()
  const { url } = proxy
  const platform = {
    type: 'writ',
    url,
    tenant: sandbox.tenant,
    token: { env: 'WRIT_TOKEN' },
    readToken: { env: 'WRIT_READ_TOKEN' },
  }
  writeFileSync(join(dir, 'writ.yaml'), `${JSON.stringify({ version: 1, platform, mode })}\n`)
  const env = { WRIT_TOKEN: sandbox.tokens.admin, WRIT_READ_TOKEN: sandbox.tokens.read }
  const run = (...args: string[]) => writ(args, { cwd: dir, env })
  const files = () => readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.yaml'))
  const file = (path: string) => readFileSync(join(dir, path), 'utf8')
  return { dir, proxy, run, files, file }
}

test('E19: import, validate, plan, apply: an adopted platform has nothing to change, enforced or observed', async () => {
  for (const mode of ['observe', 'enforce']) {
    const { run, files } = await adopting(acmeCloud(), mode)
    const { stdout, stderr, exitCode } = await run('import')
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^acme-cloud · http:\/\/127\.0\.0\.1:\d+\n\n11 files written, with 2 Accounts, /)
    expect(stdout).toContain('\n  accounts/acme/apollo.yaml\n')
    expect(stdout).toContain('\nIts plan has no changes.\n')
    expect(stderr).toContain('for editors: .schema/document.schema.json, ')
    expect(stderr.includes('does not say mode: observe')).toBe(mode === 'enforce')
    expect(files()).toHaveLength(12)
    expect((await run('validate')).exitCode).toBe(0)
    expect((await run('plan', '--exit-code')).exitCode).toBe(0)
    expect((await run('drift')).exitCode).toBe(0)
    const applied = await run('apply', '--yes', '--settle', '0')
    expect(applied.exitCode).toBe(0)
    expect((await run('plan', '--exit-code')).exitCode).toBe(0)
  }
})

test('a program gets one JSON document: what was written, kept and left out, and that the plan is empty', async () => {
  const { run } = await adopting()
  const first = JSON.parse((await run('import', '--format', 'json')).stdout) as Record<string, unknown>
  expect(Object.keys(first)[0]).toBe('formatVersion')
  expect(first).toMatchObject({
    formatVersion: 1,
    platform: { environment: null, tenant: 'acme-cloud' },
    written: expect.arrayContaining(['accounts/acme.yaml', 'apps/slack.yaml']),
    kept: [],
    unknown: [],
    plan: { changes: 0, errors: 0, held: 0, pending: 0 },
    outcome: { exitCode: 0, reasons: [] },
  })
  const again = JSON.parse((await run('import', '--format=json')).stdout) as { written: string[]; kept: string[] }
  expect([again.written, again.kept]).toEqual([[], first.written])
})

test('what stands there and says something else is not overwritten, and with --force only what import itself writes', async () => {
  const { dir, run, file } = await adopting()
  await run('import')
  const imported = file('accounts/beta.yaml')
  writeFileSync(join(dir, 'accounts/beta.yaml'), imported.replace('showIntegrations: true', 'showIntegrations: false'))
  mkdirSync(join(dir, 'mine'))
  writeFileSync(join(dir, 'mine/pro.yaml'), 'kind: Package\nname: pro\napps: [slack]\n')
  const refused = await run('import')
  expect(refused.exitCode).toBe(1)
  expect(refused.stderr).toContain('accounts/beta.yaml stands there already')
  expect(refused.stderr).toContain('--force')
  expect(file('accounts/beta.yaml')).toContain('showIntegrations: false')
  const forced = await run('import', '--force')
  expect(forced.stdout).toContain('1 file written')
  expect([file('accounts/beta.yaml'), file('mine/pro.yaml')]).toEqual([
    imported,
    'kind: Package\nname: pro\napps: [slack]\n',
  ])
})

test('account by account: what the estate declares already, wherever it stands, is left there', async () => {
  const { dir, run, files } = await adopting()
  mkdirSync(join(dir, 'registry'))
  writeFileSync(join(dir, 'registry/apps.yaml'), 'kind: App\nname: slack\ndisplayName: Slack\n')
  expect((await run('import', '--account', 'beta')).stdout).toContain('Its plan has no changes.')
  expect(files().sort()).toEqual(['accounts/beta.yaml', 'registry/apps.yaml', 'writ.yaml'])
  expect((await run('import', '--account', 'acme', '--account', 'beta')).stdout).toContain('Kept 1 file')
  expect(files()).not.toContain('apps/slack.yaml')
  expect((await run('plan', '--exit-code')).exitCode).toBe(0)
})

test('documents that stood there before and plan something are told, not hidden', async () => {
  const { dir, run } = await adopting()
  writeFileSync(join(dir, 'new.yaml'), 'kind: Account\nname: globex\nshowIntegrations: true\n')
  const { stdout, exitCode } = await run('import')
  expect(exitCode).toBe(0)
  expect(stdout).toContain('The plan has 1 change, from documents that stood there before: writ plan tells which.')
})

test('without a writ.yaml there is no platform to read, and writ init is named', async () => {
  const { exitCode, stderr } = await writ(['import'], { cwd: folder() })
  expect(exitCode).toBe(1)
  expect(stderr).toContain('import/no-writ-yaml')
  expect(stderr).toContain('writ init makes one')
})

test.each([
  [['--sets-by', 'tier'], '--sets-by tier is no label', 'Write it like labels.tier.'],
  [['--sets-by', 'labels.teir'], 'no account has a label teir. Did you mean tier?', 'writ accounts list'],
  [['--sets-by', 'labels.tier', '--account', 'acme'], '--sets-by speaks of all accounts', 'Leave one of them out.'],
  [['--account', 'acne'], 'there is no account acne. Did you mean acme?', 'writ accounts list'],
  [['--kind', 'Policy'], '--kind Policy is nothing that lives on a platform', 'Kinds: App, Package,'],
  [['--kind', 'projct'], 'Did you mean Project?', 'Kinds:'],
])('a flag that cannot be meant is told with what could be: %j', async (flags, message, help) => {
  const { run, files } = await adopting()
  const { exitCode, stdout, stderr } = await run('import', ...flags)
  expect([exitCode, stdout]).toEqual([1, ''])
  expect(stderr).toContain(message)
  expect(stderr).toContain(help)
  expect(files()).toEqual(['writ.yaml'])
})

test('E4: an account that cannot be read whole is left out with 4, and without the list of accounts nothing is written', async () => {
  const { proxy, run, files } = await adopting()
  proxy.fault = ({ path, query }) =>
    path === '/v1/projects' && query.get('account') !== 'acc_beta' ? 'status-500' : null
  const partly = await run('import')
  expect(partly.exitCode).toBe(4)
  expect(partly.stderr).toContain('account/acme  projects could not be read whole')
  expect(files().filter((file) => file.startsWith('accounts'))).toEqual(['accounts/beta.yaml'])
  proxy.fault = ({ path }) => (path === '/v1/accounts' ? 'status-500' : null)
  const nothing = await run('import', '--force')
  expect(nothing.exitCode).toBe(4)
  expect(nothing.stderr).toContain('accounts could not be read whole')
}, 120_000)

test('whatever names a platform holds, import writes below its folder alone, and follows no link out of it', async () => {
  const seed = acmeCloud()
  const names = ['../../evil', '/etc/evil', '..', 'a/../../b', 'con', '.git']
  const accounts = names.map((name) => ({ name, projects: names.map((project) => ({ name: project })) }))
  const { dir, run, files } = await adopting({ ...seed, accounts })
  const elsewhere = folder()
  expect((await run('import')).exitCode).toBe(0)
  expect(files().every((file) => /^(?:writ|(?:accounts|apps)\/[a-z0-9/-]+)\.yaml$/.test(file))).toBe(true)
  expect((await run('plan', '--exit-code')).exitCode).toBe(0)
  const linked = await adopting(seed)
  symlinkSync(elsewhere, join(linked.dir, 'accounts'))
  const { exitCode, stderr } = await linked.run('import')
  expect([exitCode, readdirSync(elsewhere)]).toEqual([1, []])
  expect(stderr).toMatch(/accounts/)
  expect(existsSync(join(dir, '../evil.yaml'))).toBe(false)
})

test('E16: no token and no secret reaches a file or the terminal', async () => {
  const seed = acmeCloud()
  const apps = seed.apps.map((app) => ({ ...app, secrets: { clientSecret: 'hunter2' } }))
  const { run, files, file } = await adopting({ ...seed, apps })
  const { stdout, stderr } = await run('import')
  const said = [stdout, stderr, ...files().map(file)].join('\n')
  expect(said).toContain('clientSecret')
  expect(said).not.toMatch(/hunter2|writ_(?:full|read)_/)
})
