import { describe, expect, test } from 'vitest'
import { underBaseline } from '../../src/engine.js'
import type { Estate } from '../../src/model/document.js'
import { addressOfDocument } from '../../src/model/estate-name.js'
import type { Plan } from '../../src/model/generated/plan.js'
import { acmeCloud } from '../support/seed.js'
import { type Asking, changes, held, load, world } from '../support/world.js'

const APPS = ['slack', 'webhooks', 'zoom'].map((name) => `kind: App\nname: ${name}\n---\n`).join('')
const ACME = `${APPS}kind: Account\nname: acme\n`
const CLOSED = `${ACME}integrations:\n  slack: {enabled: false}\n  webhooks: {enabled: false}\n`

const projectNamed = (name: string) =>
  `${ACME}---\nkind: Project\naccount: acme\nname: ${name}\nintegrations: {slack: {enabled: true, groupTypes: [internal, partner]}}\n`
const groupNamed = (project: string, name: string) =>
  `${ACME}---\nkind: Project\naccount: acme\nname: ${project}\n---\nkind: Group\naccount: acme\nproject: ${project.split('\n')[0]}\nname: ${name}\nformerly: partners\nintegrations: {webhooks: true}\n`

const against = (text: string, config?: string): Pick<Asking, 'against'> => ({
  against: { text, ...(config === undefined ? {} : { config }) },
})
const notes = ({ findings }: Plan): string[] =>
  findings.filter(({ code }) => code.startsWith('baseline/')).map(({ code, message }) => `${code}: ${message}`)
const refusals = ({ verdicts }: Plan): string[] =>
  verdicts.filter(({ effect }) => effect === 'refuse').map(({ rule }) => rule)

describe('E18: what an author brings along for their own change does not count before it is merged', () => {
  test('E18: a pull request cannot raise its own limits', async () => {
    const { plan } = await world(acmeCloud())
    const raised = 'limits: {floor: 100, disabledIntegrations: {max: none}, revokedConnections: {max: none}}'
    const strict = 'limits: {floor: 0, disabledIntegrations: {max: 1}, revokedConnections: {max: none}}'
    const made = await plan(CLOSED, { config: raised, ...against(ACME, strict) })
    expect(refusals(made)).toContain('limits/disabledIntegrations')
    expect(refusals(await plan(CLOSED, { config: raised }))).not.toContain('limits/disabledIntegrations')
    expect(notes(made)).toEqual([
      'baseline/setting: limits.disabledIntegrations.max is none here, 1 at main: it takes effect after merge',
      'baseline/setting: limits.floor is 100 here, 0 at main: it takes effect after merge',
    ])
  })

  test('E18: what it changes in writ.yaml is said at its line', async () => {
    const { plan } = await world(acmeCloud())
    const made = await plan(CLOSED, { config: 'limits: {floor: 7}', ...against(CLOSED) })
    const note = made.findings.find(({ code }) => code === 'baseline/setting')
    expect(note?.message).toBe('limits is {"floor":7} here, main does not say it: it takes effect after merge')
    expect(note?.causes.map((at) => made.causes[at])).toMatchObject([
      { file: 'writ.yaml', line: 7, statement: 'writ.yaml#limits' },
    ])
  })

  test('E18: a pull request cannot take itself out of observation, nor put others into it', async () => {
    const { plan } = await world(acmeCloud())
    const observed = async (own: string, theirs: string) =>
      (await plan(CLOSED, { config: `mode: ${own}`, ...against(ACME, `mode: ${theirs}`) })).changes.map(
        (each) => each.observed === true,
      )
    expect(new Set(await observed('enforce', 'observe'))).toEqual(new Set([true]))
    expect(new Set(await observed('observe', 'enforce'))).toEqual(new Set([false]))
  })

  const WAIVER =
    '---\nkind: Waiver\nname: w\ncovers: {finding: connection/unpermitted, account: acme, app: slack}\nreason: r\nowner: sec@acme.example\napprovedBy: ciso@acme.example\nticket: T-1\nuntil: 2027-01-31\n'
  const REVOKING = `${ACME}allowedApps: {apps: [webhooks]}\n`

  test('E18: a pull request cannot waive what it would do', async () => {
    const { plan } = await world(acmeCloud())
    const revoked = (made: Plan) => made.changes.filter(({ operation }) => operation === 'revoke').length
    const waived = await plan(REVOKING + WAIVER)
    const made = await plan(REVOKING + WAIVER, against(REVOKING))
    expect(revoked(waived)).toBeLessThan(revoked(await plan(REVOKING)))
    expect(revoked(made)).toBe(revoked(await plan(REVOKING)))
    expect(notes(made)).toEqual(['baseline/waiver: it covers nothing before it is merged'])
    const dropped = await plan(REVOKING, against(REVOKING + WAIVER))
    expect(revoked(dropped)).toBe(revoked(waived))
    expect(notes(dropped)).toEqual(["baseline/waiver: main's covers until this is merged"])
  })

  test('E18: a pull request cannot bring the Override that lets it pass', async () => {
    const { plan } = await world(acmeCloud())
    const strict = 'limits: {floor: 0, disabledIntegrations: {max: 1}, revokedConnections: {max: none}}'
    const { digests } = await plan(CLOSED, { config: strict })
    const override = `---\nkind: Override\nname: o\nlimit: disabledIntegrations\nmax: 100\noutcome: ${digests.outcome}\nreason: r\nowner: o@acme.example\nuntil: 2027-02-02\n`
    const passes = await plan(CLOSED + override, { config: strict })
    expect(refusals(passes)).not.toContain('limits/disabledIntegrations')
    const made = await plan(CLOSED + override, { config: strict, ...against(ACME, strict) })
    expect(refusals(made)).toContain('limits/disabledIntegrations')
    expect(notes(made)).toEqual(['baseline/override: it lets nothing pass before it is merged'])
    const merged = await plan(CLOSED + override, { config: strict, ...against(CLOSED + override, strict) })
    expect(refusals(merged)).not.toContain('limits/disabledIntegrations')
  })

  const HOLD =
    '---\nkind: Hold\nname: breach\ncovers: {app: zoom}\nreason: r\nowner: o@acme.example\nuntil: 2026-12-24\n'
  const OPENING = `${ACME}integrations:\n  zoom: {enabled: true, projects: all}\n`

  test('E18: a pull request cannot lift a Hold that it opens under; one that it brings holds at once', async () => {
    const { plan } = await world(acmeCloud())
    expect(changes(await plan(OPENING))).toEqual(['update account/acme#integrations.zoom'])
    const lifted = await plan(OPENING, against(ACME + HOLD))
    expect([changes(lifted), held(lifted)]).toEqual([[], ['hold account/acme#integrations.zoom']])
    expect(notes(lifted)).toEqual(['baseline/hold: as main has it, it holds until this is merged'])
    const brought = await plan(OPENING + HOLD, against(ACME))
    expect([changes(brought), notes(brought)]).toEqual([[], []])
    const narrowed = await plan(OPENING + HOLD.replace('app: zoom', 'app: slack'), against(ACME + HOLD))
    expect(held(narrowed)).toContain('hold account/acme#integrations.zoom')
  })

  test.each([
    ['an account', '{account: acme, app: zoom}', OPENING.replace('name: acme\n', 'name: acme2\nformerly: acme\n')],
    ['an account by its id', '{account: acme}', OPENING.replace('name: acme\n', 'name: acme2\nid: acc_acme\n')],
    ['a project', '{account: acme, project: apollo}', projectNamed('apollo2\nformerly: apollo')],
    ['a project of any account', '{app: slack, project: apollo}', projectNamed('apollo2\nid: prj_apollo')],
    ['a group', '{account: acme, group: partners, project: apollo}', groupNamed('apollo', 'partners2')],
    ['the project of a group', '{group: apollo/partners}', groupNamed('apollo2\nformerly: apollo', 'partners2')],
  ])('E18: a pull request cannot rename %s out of a Hold', async (_, covers, text) => {
    const { plan } = await world(acmeCloud())
    const under = HOLD.replace('{app: zoom}', covers)
    const opening = (of: Plan) => changes(of).filter((each) => each.includes('#integrations'))
    const made = await plan(text, against(ACME + under))
    expect(opening(await plan(text, against(ACME)))).toHaveLength(1)
    expect([opening(made), held(made).map((each) => each.split(' ')[0])]).toEqual([[], ['hold']])
  })

  test('E18: what a Hold closes it closes under another name as well', async () => {
    const { plan } = await world(acmeCloud())
    const closing = HOLD.replace('{app: zoom}', '{account: acme, app: slack}').replace(
      'reason:',
      'close: true\nreason:',
    )
    const made = await plan(ACME.replace('name: acme\n', 'name: acme2\nformerly: acme\n'), against(ACME + closing))
    expect(changes(made)).toContain('update account/acme2#integrations.slack')
  })

  test('E18: a pull request cannot drop the policy that refuses it', async () => {
    const { plan } = await world(acmeCloud())
    const policy =
      '---\nkind: Policy\nname: not-acme\nseverity: deny\non: account\nassert: account.name != "acme"\nmessage: m\n'
    expect(refusals(await plan(CLOSED))).not.toContain('policy/not-acme')
    expect(refusals(await plan(CLOSED, against(ACME + policy)))).toContain('policy/not-acme')
    expect(refusals(await plan(CLOSED + policy, against(ACME)))).toContain('policy/not-acme')
  })

  test('E18: what either side protects is protected', async () => {
    const { plan } = await world(acmeCloud())
    const protect = 'protect: {accounts: [acme]}'
    const dropped = await plan(CLOSED, against(ACME, protect))
    expect(changes(dropped)).toEqual([])
    expect(notes(dropped)).toEqual([
      'baseline/setting: protect is left out here, {"accounts":["acme"]} at main: what either protects is protected',
    ])
    expect(changes(await plan(CLOSED, { config: protect, ...against(ACME) }))).toEqual([])
    expect(
      changes(
        await plan(CLOSED, { config: 'protect: {apps: [slack]}', ...against(ACME, 'protect: {apps: [webhooks]}') }),
      ),
    ).toEqual([])
  })

  test('E18: a pull request cannot have read a secret that it was not given', async () => {
    const { plan } = await world(acmeCloud())
    const text = 'kind: App\nname: slack\nsecrets: {clientSecret: {env: DEPLOY_KEY}}\n'
    const asking = { config: 'secretEnv: [DEPLOY_KEY]', variables: { DEPLOY_KEY: 'canary-8f31c0' } }
    const reasonOf = (made: Plan) => made.changes.map(({ reason }) => reason ?? '').join()
    expect(reasonOf(await plan(text, asking))).not.toContain('not compared')
    const made = await plan(text, { ...asking, ...against('kind: App\nname: slack\ndescription: x\n') })
    expect(notes(made)).toEqual([
      'baseline/setting: secretEnv is ["DEPLOY_KEY"] here, main does not say it: it takes effect after merge',
    ])
    expect(made.changes).not.toEqual((await plan(text, asking)).changes)
  })
})

describe('E18: an estate under its baseline', () => {
  const POLICY = (severity: string) =>
    `---\nkind: Policy\nname: p\nseverity: ${severity}\non: account\nassert: account.name != "x"\nmessage: m\n`
  const estateOf = async (text: string, config = ''): Promise<Estate> => {
    const { estate, diagnostics } = await load(text, { config })
    if (estate === null) throw new Error(JSON.stringify(diagnostics))
    return estate
  }
  const under = (head: Estate, before: Estate) =>
    underBaseline(head, { ref: 'main', commit: 'c'.repeat(40), estate: before })
  const policies = ({ documents }: Estate) =>
    documents
      .filter(({ kind }) => kind === 'Policy')
      .map((each) => `${addressOfDocument(each)} ${(each.value as { severity: string }).severity}`)

  test('E18: a pull request cannot drop or weaken its policies', async () => {
    const dropped = under(await estateOf(ACME), await estateOf(ACME + POLICY('deny')))
    expect(policies(dropped.estate)).toEqual(['policy/p deny'])
    expect(dropped.baseline.problems.map(({ message }) => message)).toEqual([
      'as main has it, it judges until this is merged',
    ])
    const weakened = under(await estateOf(ACME + POLICY('warn')), await estateOf(ACME + POLICY('deny')))
    expect(policies(weakened.estate)).toEqual(['policy/p warn', 'policy/p deny'])
    const kept = under(await estateOf(ACME + POLICY('deny')), await estateOf(ACME + POLICY('deny')))
    expect([policies(kept.estate), kept.baseline.problems]).toEqual([['policy/p deny'], []])
  })

  test('all of writ.yaml is the baseline’s: platform, tokens, rate, drift, record, undeclared', async () => {
    const before = await estateOf(ACME, 'drift: {opened: report}')
    const { estate } = under(
      await estateOf(ACME, 'undeclared: {projects: report}\nrecord: {store: ./elsewhere}'),
      before,
    )
    expect(estate.config).toBe(before.config)
    expect(estate.configSource).toBe(before.configSource)
  })

  test('doing it twice changes nothing more', async () => {
    const [head, before] = [await estateOf(`${CLOSED}${POLICY('warn')}`), await estateOf(`${ACME}${POLICY('deny')}`)]
    const once = under(head, before).estate
    expect(under(once, before).estate).toEqual(once)
  })
})

describe('E6: digests bind what counts', () => {
  test('another baseline that says the same is the same plan; other limits are another', async () => {
    const { plan } = await world(acmeCloud())
    const digestOf = async (config: string) =>
      (await plan(CLOSED, { config: 'limits: {floor: 9}', ...against(ACME, config) })).digests.plan
    expect(await digestOf('limits: {floor: 2}')).toBe(await digestOf('limits: {floor: 2}'))
    expect(await digestOf('limits: {floor: 2}')).not.toBe(await digestOf('limits: {floor: 3}'))
    expect(await digestOf('secretEnv: [A]')).not.toBe(await digestOf('secretEnv: [B]'))
  })

  test('the outcome is the same with and without a baseline: who approved it approved the same writes', async () => {
    const { plan } = await world(acmeCloud())
    expect((await plan(CLOSED, against(ACME))).digests.outcome).toBe((await plan(CLOSED)).digests.outcome)
  })
})
