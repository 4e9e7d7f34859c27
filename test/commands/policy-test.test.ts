import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { complaints, folder, writ } from './writ.js'

const policy = (examples: string, assert = 'account.connections > 1') =>
  `kind: Policy\nname: many\nseverity: deny\non: account\nwhen: account.name != "x"\nassert: ${assert}\nmessage: No.\nexamples:\n${examples}`
const example = (name: string, given: string, expected: string) =>
  `  - {name: ${name}, given: {account: ${given}}, expect: ${expected}}\n`
const BOTH = example('two', '{connections: 2}', 'pass') + example('none', '{}', 'fail')

async function run(text: string, ...flags: string[]) {
  const dir = folder()
  mkdirSync(join(dir, 'rules'))
  writeFileSync(join(dir, 'rules/many.yaml'), text)
  return writ(['policy', 'test', dir, ...flags])
}

test('policy test: what says what it should ends with 0, in one line', async () => {
  const { stdout, stderr, exitCode } = await run(policy(BOTH))
  expect([stdout, stderr, exitCode]).toEqual(['2 examples of 1 policy: all say what they should.\n', '', 0])
})

test('policy test: an example that fails ends with 3, and says what the rule said and where it stands', async () => {
  const wrong = example('one', '{connections: 1}', 'pass') + example('none', '{name: x}', 'fail')
  const { stdout, exitCode } = await run(policy(BOTH.replaceAll('name: ', 'name: ok ') + wrong))
  expect(exitCode).toBe(3)
  expect(stdout).toBe(`2 of 4 examples say something else than expected.

failed  many  one: expected pass, said fail  rules/many.yaml:11
failed  many  none: expected fail, said skip  rules/many.yaml:12
`)
})

test('policy test: an error is told with its cause, and may be what is expected', async () => {
  const rule = 'account.labels.tier == "basic"'
  const examples = example('no tier', '{}', 'error') + example('no tier again', '{}', 'fail')
  const { stdout, exitCode } = await run(policy(examples, rule))
  expect(exitCode).toBe(3)
  expect(stdout).toContain('no tier again: expected fail, said error (field not found: tier)')
  expect(stdout).not.toContain('no tier:')
})

test('policy test: a policy that nothing proves is told, and is no failure', async () => {
  const { stdout, exitCode } = await run(policy(example('two', '{connections: 2}', 'pass')))
  expect(exitCode).toBe(0)
  expect(stdout).toContain('warning  many  no example that fails: nobody knows what it catches')
})

test('policy test --format json: the same, as its schema says', async () => {
  const { stdout, exitCode } = await run(
    policy(BOTH + example('three', '{connections: 3}', 'fail')),
    '--format',
    'json',
  )
  const told = JSON.parse(stdout) as { outcome: object; counts: object; policies: { examples: object[] }[] }
  expect(complaints('policy-test', told)).toEqual([])
  expect([exitCode, told.outcome, told.counts]).toEqual([
    3,
    { exitCode: 3, reasons: ['findings'] },
    { policies: 1, examples: 3, failed: 1, unproven: 0 },
  ])
  expect(told.policies[0]?.examples[2]).toMatchObject({
    name: 'three',
    expected: 'fail',
    said: 'pass',
    ok: false,
    line: 11,
  })
})

test('policy test: a mistake in a policy or an example is told as validate tells it, and ends with 1', async () => {
  const { stderr, exitCode } = await run(policy(example('one', '{conections: 1}', 'pass'), 'acount.name == "x"'))
  expect(exitCode).toBe(1)
  expect(stderr).toContain('no variable is called acount here. Did you mean account?')
  expect(stderr).toContain('there is no field conections here. Did you mean connections?')
})

test('policy test: a rule that does not end is stopped, and says so', async () => {
  const many = `[${Array.from({ length: 40 }, (_, at) => at).join(', ')}]`
  const loop = `${many}.all(a, ${`${many}.all(b, `.repeat(5)}a < 99${')'.repeat(5)})`
  const { stdout, exitCode } = await run(policy(example('one', '{}', 'pass'), `'${loop}'`))
  expect(exitCode).toBe(3)
  expect(stdout).toContain('one: expected pass, said error (it takes longer than 2 s)')
})

test('policy test: a folder that is not there, and one without policies', async () => {
  const missing = await writ(['policy', 'test', join(folder(), 'nowhere')])
  expect([missing.exitCode, missing.stderr.includes('there is no folder')]).toEqual([1, true])
  const { stdout, exitCode } = await run('kind: App\nname: slack\n')
  expect([stdout, exitCode]).toEqual(['There are no policies here, and nothing was tested.\n', 0])
})
