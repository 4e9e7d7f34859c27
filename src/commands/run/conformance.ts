import type { ConformanceReport } from '../../model/generated/conformance.js'
import { outcome } from '../../model/outcome.js'
import { withoutTrailing } from '../../model/text.js'
import { renderConformance } from '../../report/conformance.js'
import { type Interruption, interruptible } from '../support/interrupt.js'
import { readPackage } from '../support/oclif.js'
import { data, json, looks, whereLine } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { usage } from '../support/usage.js'

type Flags = Readonly<Record<string, string | undefined>> & { readonly format: string }

/** Whether a platform keeps the contract: every clause tried on it (exit 3 where one is broken). */
export async function conformance({ args, flags: given }: Parsed): Promise<number> {
  const flags = given as unknown as Flags
  const url = settleUrl(args.url ?? '')
  const interruption = interruptible('Stopping: what was made is removed first. Once more stops at once.')
  const checked = await check(url, flags, interruption).finally(interruption.release)
  const exitCode = interruption.exitCode() ?? checked.outcome.exitCode
  const report = { ...checked, outcome: { ...checked.outcome, exitCode } }
  if (flags.format === 'json') json(report)
  else data(`${whereLine({ environment: null, ...report.platform }, looks())}\n\n${renderConformance(report, looks())}`)
  return exitCode
}

async function check(url: string, flags: Flags, { signal }: Interruption): Promise<ConformanceReport> {
  const { conformance: run, ROLES } = await import('../../conformance/index.js')
  const token = secretOf('token-env', flags['token-env'])
  const named = ROLES.filter((role) => flags[`${role}-token-env`] !== undefined)
  const tokens = Object.fromEntries(
    named.map((role) => [role, secretOf(`${role}-token-env`, flags[`${role}-token-env`])]),
  )
  const startedAt = new Date().toISOString()
  const { platform, results, leftBehind } = await run({ url, token, tokens, signal })
  const so = (verdict: string) => results.filter((result) => result.verdict === verdict).length
  const counts = { passed: so('passed'), failed: so('failed'), notRun: so('not-run') }
  return {
    formatVersion: 1,
    tool: `writ ${readPackage().version}`,
    platform: { ...platform, url },
    startedAt,
    counts,
    checks: [...results],
    leftBehind: [...leftBehind],
    outcome: outcome(counts.failed > 0 ? ['findings'] : []),
  }
}

/** An address without its trailing slash. One with a password in it would be printed, so it is not taken, nor repeated. */
function settleUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && url.username + url.password !== '')
    throw usage('the address of the platform has a user or a password in it', 'Give a token by --token-env instead.')
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && url.search + url.hash === ''
  if (isPlain) return withoutTrailing('/', url.href)
  throw usage(`${text} is not the address of a platform`, 'Write it like http://127.0.0.1:4010.')
}

function secretOf(flag: string, name = ''): string {
  const secret = (process.env[name] ?? '').trim()
  if (secret !== '') return secret
  const why = process.env[name] === undefined ? 'not set' : 'empty'
  throw usage(`--${flag} names the variable ${name}, and it is ${why}`, `Set it and run again: export ${name}=…`)
}
