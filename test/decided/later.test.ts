import { describe, expect, it } from 'vitest'
import { complaints } from '../support/world.js'
import { ACME, APPS, estate } from './seeds.js'

const CODES = /^unsupported\//

describe('"A document that asks for what Writ cannot do yet is refused with "not supported yet", never ignored."', () => {
  const kinds: [sentence: string, document: string][] = [
    [
      'for a project its own document, then its template, then ProjectSets',
      'kind: ProjectSet\nname: eu\nmatch: {names: ["client-*"]}\nintegrations: {slack: {enabled: true}}',
    ],
    [
      'An expired Waiver covers nothing: what it covered is planned, and validate warns beforehand.',
      'kind: Waiver\nname: w\ncovers: {finding: connection/unpermitted, account: acme, app: zoom}\nreason: Audit\nowner: a@acme.example\napprovedBy: b@acme.example\nticket: SEC-1\nuntil: 2027-01-31',
    ],
    [
      'no Hold covers it; without `close: true` it is closed only for what Writ would open or connect',
      'kind: Hold\nname: h\ncovers: {app: zoom}\nclose: true\nreason: Breach\nowner: a@acme.example\nuntil: 2026-12-24',
    ],
    [
      'both over canonical content […] what approvals and Overrides name is `outcome`',
      `kind: Override\nname: o\nlimit: revokedConnections\nmax: 214\noutcome: "sha256:${'0'.repeat(64)}"\nreason: Announced\nowner: a@acme.example\nuntil: 2027-02-02`,
    ],
    [
      'Policies judge the resulting state, with `before` beside it; an error in a rule denies and is reported.',
      'kind: Policy\nname: p\nseverity: deny\non: account\nassert: "true"\nmessage: No.',
    ],
    [
      'Review: somebody looked and signed; never acts',
      `kind: Review\nname: r\ncovers: {account: acme}\nby: a@acme.example\nat: 2026-11-20\naudit: "sha256:${'0'.repeat(64)}"`,
    ],
  ]
  it.each(kinds)('%s', async (_, document) => {
    expect(await complaints(estate(APPS, ACME(), document))).toEqual(['unsupported/kind'])
  })

  const fields: [sentence: string, document: string][] = [
    [
      'Uninstalling an app needs `--confirm-uninstall NAME` even with `--yes`.',
      'kind: App\nname: miro\nensure: absent',
    ],
    ['`ensure: absent` on an account', 'kind: Account\nname: gone\nensure: absent'],
    [
      '`ensure: absent` on a teammate',
      estate(ACME(), 'kind: User\naccount: acme\nemail: a@acme.example\nensure: absent'),
    ],
    ['`ensure: absent` on a template', estate(ACME(), 'kind: ProjectTemplate\naccount: acme\nname: t\nensure: absent')],
  ]
  it.each(fields)('%s', async (_, document) => {
    const apps = document.includes('kind: App') ? APPS.replace('kind: App\nname: slack\n---\n', '') : APPS
    const codes = await complaints(estate(apps, document), { config: 'secretEnv: ["SLACK_*"]' })
    expect(codes.filter((code) => CODES.test(code))).toHaveLength(1)
  })

  it.each([
    ['drift: opened and closed by hand', 'drift: {opened: repair}'],
    ['record', 'record: {store: ./records}'],
    ['files: what may stand where', 'files: [{match: "teams/**", kinds: [Project]}]'],
    ['undeclared, but for its defaults', 'undeclared: {projects: report}'],
  ])('writ.yaml: %s', async (_, config) => {
    expect(await complaints(estate(APPS, ACME()), { config })).toEqual(['unsupported/field'])
  })
})

/*
 * Sentences of "Merging", "Who may use what", "What a plan holds" and "Decided" that no test in this folder quotes.
 *
 * Refused for now, as the tests above prove, and tested when they come alive: all about ProjectSet, Waiver, Hold as a
 * document, Override, Policy, Review, uninstalling. The hold gate itself: test/access/holds.test.ts.
 *
 * They need a baseline, which a later issue brings:
 * - "`changes` […] each with its *origin*: `change` […], `membership`, `catalogue`, `rule`"; the other origins are tested
 * - "`released`: governed by the baseline and by nothing now, with what stays on"
 * - "A document or key that is gone since the baseline is *released*"
 * - "With a baseline all of `writ.yaml`, Waivers and Overrides come from it […]"
 * - "A plan file names its baseline commit, and `apply --approved` uses it."
 *
 * They need `writ drift`: `"not reopened" counts for drift (2)`, and "held: […] not reopened".
 * It needs waiting: "`pending`: waiting for […] owner, […] visibility, since when".
 * They need `--on-refusal skip`: "hold what they name", and "held: […] over a limit".
 * They need `writ import`: "Import states `unpermitted: report` where unpermitted connections live […]".
 *
 * Proven elsewhere:
 * - every gate, each combination, n/a levels: test/access
 * - "`writ explain` shows each gate: open, closed or n/a, with the line that set it and the live value": test/commands
 * - "apply refuses `--now`": test/commands, through the binary
 * - "the platform answers 409 while connections live", and each refusal and cascade of the platform: test/sandbox
 */
