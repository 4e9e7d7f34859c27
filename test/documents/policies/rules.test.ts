import { describe, expect, test } from 'vitest'
import { load } from '../estate.js'

const policy = (on: string, assert: string, more = '') =>
  `kind: Policy\nname: p\nseverity: deny\non: ${on}\nassert: ${assert}\nmessage: No.\n${more}`

async function wrong(text: string): Promise<string[]> {
  const { diagnostics } = await load({ 'a.yaml': text })
  return diagnostics.map(({ code, message, at }) => `${code} ${at?.line}:${at?.column}-${at?.endColumn} ${message}`)
}

describe('a rule that is sound', () => {
  test.each([
    ['account', 'account.connections > 5'],
    ['account', 'account.connections > 5.5 || account.connections == 6u'],
    ['account', 'account.allowedApps != "all"'],
    ['account', '"zapier" in account.allowedApps'],
    ['account', 'has(account.labels.tier) && account.labels.tier == "basic"'],
    ['account', 'account.labels["tier"] == "basic"'],
    ['account', 'account.integrations.all(app, account.integrations[app].projects.size() < 3)'],
    ['account', 'account.before == null || account.before.connections <= account.connections'],
    ['account', 'account.review != null && account.review.ageDays <= 90'],
    ['account', 'account.owners.exists_one(o, o.endsWith("@acme.example"))'],
    ['account', 'account.owners.map(o, o.split("@")[1]).filter(d, d != "acme.example").size() == 0'],
    ['account', 'type(account.allowedApps) == list'],
    ['account', 'now - duration("24h") < now && now.getFullYear() >= 2026 && today < "2030-01-01"'],
    ['account', 'environment == null || environment.startsWith("st")'],
    ['project', 'project.state == "active" && account.labels.tier != "basic"'],
    ['group', 'group.members.all(m, m.matches("^[^@]+@acme\\\\.example$"))'],
    ['connection', 'connection.idleDays <= 90 && app.category in ["crm", "mail"]'],
    ['connection', 'connection.usableBy.everyone ? connection.holder != "person" : true'],
    ['access', 'access.role in ["owner", "manager"] || access.before'],
    ['change', 'change.before == null || change.before.enabled == false'],
    ['change', 'change.kind != "app" || principal.operator'],
    ['plan', 'plan.limits.revokedConnections.percent <= 10 && plan.operations.remove == 0'],
    ['plan', 'plan.kinds.all(k, plan.kinds[k] < 100) && {"a": 1}["a"] == 1 && size(plan.approvals) > 1'],
  ])('on %s: %s', async (on, assert) => {
    expect(await wrong(policy(on, JSON.stringify(assert)))).toEqual([])
  })
})

describe('a mistake in a rule is told at validation, at its place in the YAML', () => {
  test.each([
    [
      'a misspelt field',
      'account',
      'account.labls.tier == "x"',
      'policy/unknown-name 5:17-22 there is no field labls here. Did you mean labels?',
    ],
    [
      'a misspelt variable',
      'account',
      'acount.name == "x"',
      'policy/unknown-name 5:9-15 no variable is called acount here. Did you mean account?',
    ],
    [
      'bytes, which no memory limit holds',
      'account',
      'size(account.name) < 5 || [b"x"].map(a, a + a).exists(a, size(a) == 3)',
      'policy/type 5:36-37 nothing here is bytes',
    ],
    [
      'a text made bytes',
      'account',
      'size(bytes(account.name)) == 3',
      'policy/unknown-function 5:14-19 there is no function bytes.',
    ],
    [
      'a variable of another subject',
      'account',
      'connection.idleDays > 1',
      'policy/unknown-name 5:9-19 no variable is called connection here.',
    ],
    [
      'a field of what has none',
      'account',
      'account.name.first == "x"',
      'policy/unknown-name 5:22-27 a text has no fields',
    ],
    [
      'a misspelt field in a macro',
      'account',
      'account.integrations.all(a, account.integrations[a].enabld)',
      'policy/unknown-name 5:61-67 there is no field enabld here. Did you mean enabled?',
    ],
    [
      'a misspelt field that is asked for',
      'account',
      'has(account.reviw)',
      'policy/unknown-name 5:21-26 there is no field reviw here. Did you mean review?',
    ],
    [
      'an index that is no field',
      'account',
      'account["nam"] == "x"',
      'policy/unknown-name 5:9-10 there is no field nam here. Did you mean name?',
    ],
    [
      'an unknown function',
      'account',
      'account.name.startWith("x")',
      'policy/unknown-function 5:22-31 there is no function startWith. Did you mean startsWith?',
    ],
    [
      'a macro written wrongly',
      'account',
      'account.projects.all(x)',
      'policy/unknown-function 5:26-29 all is not written so: it takes a name and what holds for it, like list.exists(x, x == 1)',
    ],
    [
      'a number beside a text',
      'account',
      'account.connections > "5"',
      'policy/type 5:29-30 > does not go with a whole number and a text',
    ],
    [
      'too many arguments',
      'account',
      'size(account.name, 1) == 1',
      'policy/type 5:9-13 size does not take 2 of a text and a whole number',
    ],
    ['what is never equal', 'account', 'account.name == 5', 'policy/type 5:22-23 a text is never a whole number'],
    ['what is never null', 'account', 'account.name == null', 'policy/type 5:22-23 a text is never null'],
    [
      'a text that a field never has',
      'connection',
      'connection.status == "actve"',
      'policy/type 5:27-28 this is never "actve". Did you mean active?',
    ],
    [
      'a text that is never in a list',
      'connection',
      'connection.status in ["actve"]',
      'policy/type 5:27-28 this is never "actve". Did you mean active?',
    ],
    [
      'no truth',
      'account',
      'account.connections',
      'policy/type 5:9-28 a rule is true or false, and this is a whole number',
    ],
    [
      'no truth in a part',
      'account',
      'account.name && true',
      'policy/type 5:16-17 this must be true or false, and is a text',
    ],
    [
      'what cannot be gone through',
      'account',
      'account.name.all(c, c == "x")',
      'policy/type 5:16-17 a text cannot be gone through',
    ],
    [
      'a pattern that is none',
      'account',
      'account.name.matches("[")',
      'policy/syntax 5:30-31 error parsing regexp: missing closing ]: `[`',
    ],
    [
      'a message of protobuf',
      'account',
      'google.protobuf.Value{} == 1',
      'policy/unknown-name 5:9-30 there is no type google.protobuf.Value',
    ],
    [
      'a prototype as a variable',
      'account',
      '__proto__ == 1',
      'policy/unknown-name 5:9-18 no variable is called __proto__ here.',
    ],
    [
      'a prototype as a field',
      'account',
      'account.constructor == 1',
      'policy/unknown-name 5:17-28 there is no field constructor here.',
    ],
    [
      'what is no CEL',
      'account',
      'account.name == ',
      'policy/syntax 5:22-23 this is not CEL: found = but expecting end of input',
    ],
  ])('%s', async (_, on, assert, told) => {
    expect((await wrong(policy(on, assert)))[0]).toBe(told)
  })

  test.each([
    ['quoted', `"account.name == \\"x\\" && account.labls.a == 'b'"`, '5:43-48'],
    ['quoted singly', `'account.name == ''x'' && account.labls.a == "b"'`, '5:43-48'],
    ['folded', `>-\n  account.name == "x" &&\n  account.labls.a == "b"`, '7:11-16'],
    ['literal', `|\n  account.name == "x" &&\n\n    account.labls.a == "b"\n`, '8:13-18'],
    ['over several lines', `account.name == "x" &&\n  account.labls.a == "b"`, '6:11-16'],
    ['quoted over several lines', `"account.name == 'x' &&\n  account.labls.a == 'b'"`, '6:11-16'],
  ])('%s, the place is the same word', async (_, assert, place) => {
    const told = await wrong(policy('account', assert))
    expect(told).toEqual([`policy/unknown-name ${place} there is no field labls here. Did you mean labels?`])
  })

  test('when is held to the same, and both are told at once', async () => {
    const text = policy('account', 'acount.name == "x"', 'when: account.nme == "x"\n')
    expect(await wrong(text)).toEqual([
      'policy/unknown-name 5:9-15 no variable is called acount here. Did you mean account?',
      'policy/unknown-name 7:15-18 there is no field nme here. Did you mean name?',
    ])
  })
})

describe('hostile rules', () => {
  test.each([
    ['brackets', `${'('.repeat(1900)}true${')'.repeat(1900)}`],
    ['lists', `${'['.repeat(1900)}${']'.repeat(1900)} == []`],
    ['negations', `${'!('.repeat(1300)}true${')'.repeat(1300)}`],
    ['calls that never end', 'size('.repeat(790)],
    ['maps', `${'{1:'.repeat(990)}1${'}'.repeat(990)} == 1`],
  ])('nested %s are a mistake of the author and no crash', async (_, rule) => {
    const told = await wrong(policy('account', JSON.stringify(rule)))
    expect(told.map((each) => each.split(' ')[0])).toEqual(['policy/syntax'])
  })

  test('a rule of 100 kB is too long before anybody reads it', async () => {
    const told = await wrong(policy('account', JSON.stringify(`account.name == "${'x'.repeat(100_000)}"`)))
    expect(told.map((each) => each.split(' ')[0])).toEqual(['schema/size'])
  })

  test('many long rules are too much together', async () => {
    const rule = Array(190).fill('account.people > 1').join('||')
    const text = Array.from({ length: 60 }, (_, at) => policy('account', rule).replace('name: p', `name: p${at}`))
    const told = await wrong(text.join('---\n'))
    expect(told.map((each) => each.split(' ')[0])).toEqual(['policy/too-much'])
  })
})

describe('examples are held against what rules see', () => {
  const example = (given: string) =>
    policy('account', '"true"', `examples:\n  - name: one\n    given: ${given}\n    expect: pass\n`)
  test.each([
    ['{account: {labls: {}}}', 'policy/example 9:23-28 there is no field labls here. Did you mean labels?'],
    ['{acount: {name: x}}', 'policy/example 9:13-19 there is no field acount here. Did you mean account?'],
    ['{account: {connections: many}}', 'policy/example 9:36-40 this is a whole number'],
    ['{account: {mode: enforced}}', 'policy/example 9:29-37 this is never enforced. Did you mean enforce?'],
    ['{account: {owners: [1]}}', 'policy/example 9:32-33 this is a text'],
    ['{account: {review: {ageDays: x}}}', 'policy/example 9:41-42 this is a whole number'],
    ['{account: all}', 'policy/example 9:22-25 this is an object'],
  ])('%s', async (given, told) => {
    expect(await wrong(example(given))).toEqual([told])
  })

  test.each(['{}', '{account: {allowedApps: all}}', '{account: {allowedApps: [slack], before: {name: x}}}'])(
    '%s is sound',
    async (given) => {
      expect(await wrong(example(given))).toEqual([])
    },
  )

  test('two of one name are told', async () => {
    const twice = `${example('{}')}  - {name: one, given: {}, expect: fail}\n`
    expect(await wrong(twice)).toEqual(['policy/example 11:12-15 another example is called one too'])
  })
})
