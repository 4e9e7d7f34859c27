import { expect, test } from 'vitest'
import { renderPlan } from '../../src/report/plan.js'
import { acmeCloud } from '../support/seed.js'
import { world } from '../support/world.js'

// kubectl CVE-2021-25743: names held escape codes, and the terminal obeyed them.

const HOSTILE = 'x\u001b[2J\u001b]0;owned\u0007\r\n::error::fake\u202egnp'

test('a name that holds escape codes is shown, and does nothing', async () => {
  const seed = acmeCloud()
  const [acme] = seed.accounts
  const connections = [
    ...(acme?.connections ?? []),
    { id: 'con_x', app: 'webhooks', name: HOSTILE, holder: 'installation' },
  ]
  const workflows = [{ id: 'wfl_x', name: HOSTILE, connections: [HOSTILE] }]
  const { plan } = await world({ ...seed, accounts: [{ ...acme, connections, workflows }, ...seed.accounts.slice(1)] })
  const made = await plan(
    'kind: App\nname: webhooks\n---\nkind: Account\nname: acme\nintegrations: {webhooks: {enabled: false}}\nconnections: {inUse: revoke}\n',
  )
  expect(JSON.stringify(made)).toContain('owned')
  const text = renderPlan(made, { width: 100, colour: false, requests: 1, milliseconds: 1 })
  expect(text).toContain('\\u{1B}[2J')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text.match(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/g)).toBeNull()
  expect(text.split('\n').filter((line) => line.startsWith('::'))).toEqual([])
})
