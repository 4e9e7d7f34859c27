import { expect, test } from 'vitest'
import { scene, writ } from './writ.js'

test.each([
  ['a command', ['plna'], 'plan'],
  ['a topic', ['acounts', 'list'], 'accounts'],
  ['a command of a topic', ['accounts', 'lsit'], 'accounts list'],
  ['a flag', ['plan', '--onyl', 'account/acme'], '--only'],
  ['a value of a flag', ['plan', '--format', 'jsno'], 'json'],
  ['a value of an argument', ['completion', 'zhs'], 'zsh'],
  ['a kind in an address', ['plan', 'examples/tiers', '--only', 'acount/acme'], 'account/acme'],
  ['a kind in an address, its letters large', ['plan', 'examples/tiers', '--only', 'Account/acme'], 'account/acme'],
  ['an address to be shown', ['show', 'acount/acme'], 'account/acme'],
  ['a schema', ['schema', 'acount'], 'account'],
  ['a kind', ['import', '--kind', 'Acount'], 'Account'],
  ['a list', ['plan', 'examples/tiers', '--confirm-shrink', 'acounts'], 'accounts'],
])('%s that is misspelt: what was meant is named, nobody is asked, and it ends with 1', async (_, args, meant) => {
  const { stdout, stderr, exitCode } = await writ(args, { env: { WRIT_TOKEN: 'x', WRIT_READ_TOKEN: 'x' } })
  expect([stdout, exitCode]).toEqual(['', 1])
  expect(stderr).toContain(`Did you mean ${meant}?`)
})

test('what is like nothing there is gets no suggestion', async () => {
  const { stderr } = await writ(['plan', '--format', 'parquet'])
  expect(stderr).toContain('to be one of: text')
  expect(stderr).not.toContain('Did you mean')
})

test('names of the platform: app, account, project and person of explain, each with what there is', async () => {
  const { run } = await scene()
  const explain = async (...args: string[]) => (await run('explain', ...args)).stderr
  expect(await explain('slak', '--account', 'acme')).toMatch(/no app slak\. Did you mean slack\?[\s\S]*hubspot/)
  expect(await explain('slack', '--account', 'acmee')).toMatch(/no account acmee\. Did you mean acme\?/)
  expect(await explain('slack', '--account', 'acme', '--project', 'apolo')).toMatch(
    /no project apolo\. Did you mean apollo\?[\s\S]*zeus/,
  )
  expect(await explain('slack', '--account', 'acme', '--user', 'anna@acme.example')).toContain(
    'Did you mean ana@acme.example?',
  )
  expect((await run('plan', '--only', 'account/acmee')).stderr).toContain('Did you mean account/acme?')
  expect((await run('accounts', 'list', '--app', 'slak')).stderr).toContain('Did you mean slack?')
  expect((await run('connections', 'revoke', 'con_zoom_kin', '--yes')).stderr).toContain('Did you mean con_zoom_kim?')
})
