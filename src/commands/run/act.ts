import type { ActRequest } from '../../engine.js'
import { carryOut, settleWriting, type WritingFlags } from '../support/carry-out.js'
import { showProgress } from '../support/progress.js'
import type { Parsed } from '../support/quick.js'
import { openSession, openWriter, using } from '../support/session.js'
import { usage } from '../support/usage.js'

interface Flags extends WritingFlags {
  readonly dir?: string
  readonly env?: string
}

interface Filters {
  readonly user?: string
  readonly app?: string
  readonly account?: string
}

interface Invitation {
  readonly account: string
  readonly department: string
  readonly designation: string
  readonly manager: string
  readonly role: string
}

/** Ends live connections, or asks their owners to authorise them again (C5, U2, U6). */
export const onConnections =
  (kind: 'revoke' | 'reauth') =>
  ({ argv = [], flags }: Parsed): Promise<number> => {
    const { user, app, account } = flags as Filters
    const ids = argv.map(String)
    const filters = Object.fromEntries(
      Object.entries({ user, app, account }).filter(([, value]) => value !== undefined),
    ) as Filters
    if (ids.length === 0 && Object.keys(filters).length === 0)
      throw usage(
        `nothing says which connections to ${kind}`,
        'Name their ids, or narrow with --user, --app or --account.',
      )
    return perform(flags as Flags, { kind, ids, filters })
  }

/** Asks people to join (U5). */
export function invite({ argv = [], flags }: Parsed): Promise<number> {
  const { account, department, designation, manager, role } = flags as unknown as Invitation
  const emails = argv
    .flatMap((word) => String(word).split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '')
  if (emails.length === 0) throw usage('nobody is named', 'writ users invite ana@acme.example bo@acme.example …')
  const wrong = emails.find((email) => !/^[^\s@,<>"]+@[^\s@,<>"]+\.[^\s@,<>".]+$/.test(email))
  if (wrong !== undefined) throw usage(`${wrong} is no e-mail address`, 'An address looks like ana@acme.example.')
  const empty = Object.entries({ department, designation, manager }).find(([, value]) => value.trim() === '')
  if (empty !== undefined)
    throw usage(`--${empty[0]} is empty`, 'An invitation needs department, designation and manager.')
  return perform(flags as Flags, {
    kind: 'invite',
    emails,
    account,
    department,
    designation,
    manager,
    role: role as 'member',
  })
}

async function perform(flags: Flags, request: ActRequest): Promise<number> {
  const settings = { ...settleWriting(flags), command: 'act' as const }
  const session = await openSession(flags.dir ?? '.', flags.env === undefined ? {} : { env: flags.env }, false)
  const progress = showProgress()
  const connecting = { parallelism: settings.parallelism, onWait: progress.wait, onRequest: progress.request }
  const engine = await import('../../engine.js')
  return await using(await openWriter(session, connecting), (port) =>
    carryOut(session, progress, settings, flags, (options) => engine.act(session.estate, port, request, options)),
  )
}
