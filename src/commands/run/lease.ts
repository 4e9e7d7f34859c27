import { EXIT } from '../../model/outcome.js'
import type { LeaseState } from '../../provider/port.js'
import { leaseText } from '../../report/lease.js'
import { confirm } from '../support/confirm.js'
import { interruptible } from '../support/interrupt.js'
import { data, json, looks, whereLine } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { openReader, openSession, openWriter, type Session, using } from '../support/session.js'

interface Flags {
  readonly dir?: string
  readonly env?: string
  readonly format: string
  readonly yes?: boolean
}

/** Who holds the lease, and until when. */
export async function showLease({ flags }: Parsed): Promise<number> {
  const given = flags as unknown as Flags
  const session = await open(given)
  const engine = await import('../../engine.js')
  const lease = await using(await openReader(session), (port) => engine.leaseOf(session.estate, port))
  tell(session, given, lease, leaseText(lease), null)
  return EXIT.done
}

/** Takes the lease from its holder, once somebody said yes. */
export async function releaseLease({ flags }: Parsed): Promise<number> {
  const given = flags as unknown as Flags
  const session = await open(given)
  const engine = await import('../../engine.js')
  const { signal, exitCode, release } = interruptible('')
  const ask = async (held: LeaseState) =>
    given.yes === true || (await confirm(`${leaseText(held)}\n${MEANS}\nRelease it?`, signal))
  try {
    const { lease, isReleased } = await using(await openWriter(session), (port) =>
      engine.releaseLease(session.estate, port, ask),
    )
    const said = isReleased ? `Released: ${leaseText(lease)} ${MEANS}` : `Nothing was released. ${leaseText(lease)}`
    tell(session, given, lease, said, isReleased)
    return exitCode() ?? (isReleased || lease.holder === null ? EXIT.done : EXIT.error)
  } finally {
    release()
  }
}

const MEANS =
  'Whoever held it is not told: its writes are still accepted until another run takes the lease, and refused from then on.'

const open = ({ dir, env }: Flags): Promise<Session> => openSession(dir ?? '.', env === undefined ? {} : { env }, false)

function tell(
  { estate, options }: Session,
  { format }: Flags,
  lease: LeaseState,
  text: string,
  released: boolean | null,
): void {
  const { tenant, url } = estate.config.platform
  const where = { environment: options.environment, tenant, url }
  const { holder, fencing, expiresAt } = lease
  const shown = { holder, fencing, until: expiresAt, ...(released === null ? {} : { released }) }
  if (format === 'json') json({ formatVersion: 1, platform: where, ...shown, outcome: outcomeOf(released, holder) })
  else data(`${whereLine(where, looks())}\n\n${text}`)
}

const outcomeOf = (released: boolean | null, holder: string | null) =>
  released === false && holder !== null
    ? { exitCode: EXIT.error, reasons: ['declined'] }
    : { exitCode: EXIT.done, reasons: [] }
