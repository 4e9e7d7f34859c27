import { expect, test } from 'vitest'
import { scene } from '../commands/writ.js'

// auth0-deploy-cli 1227: a dry run wrote.

test('E3: whatever only looks sends nothing but questions, and holds nothing that could write', async () => {
  const { run, proxy, sandbox } = await scene()
  const revision = async () => (await (await fetch(`${sandbox.url}/v1/apps`, { headers })).json()).revision as number
  const headers = { authorization: `Bearer ${sandbox.tokens.admin}` }
  const before = await revision()
  const looks = [['plan'], ['drift'], ['audit'], ['explain', 'slack', '--account', 'acme'], ['show', 'account/acme']]
  for (const args of looks) expect((await run(...args)).exitCode, args.join(' ')).toBeLessThan(4)
  expect(proxy.seen.length).toBeGreaterThan(20)
  expect(proxy.seen.filter((line) => !line.startsWith('GET '))).toEqual([])
  expect(await revision()).toBe(before)
  const { createHttpReader } = await import('../../src/provider/http/port.js')
  const reader = createHttpReader({ url: sandbox.url, token: sandbox.tokens.admin })
  expect(Object.keys(reader).filter((name) => /^(write|acquire|renew|release)/.test(name))).toEqual([])
  await reader.close()
})
