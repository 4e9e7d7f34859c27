import type { RecordVerification } from '../../model/generated/records.js'
import { outcome } from '../../model/outcome.js'
import { type PublicKey, type Verification, verifyStore } from '../../record/index.js'
import { renderVerification } from '../../report/record/verification.js'
import { data, json, looks } from '../support/output.js'
import type { Parsed } from '../support/quick.js'
import { keysIn, type RecordFlags, shelfOf } from '../support/records.js'

interface Flags extends RecordFlags {
  readonly key?: string
}

/** Holds a record, or every record of a store, to its chain and its signatures; offline. 3 where something is found. */
export async function verifyRecords({ args, flags }: Parsed): Promise<number> {
  const given = flags as unknown as Flags
  const keys = keysIn(given.key)
  const report = reportOf(await verifyStore(await shelfOf(args.store, given), keys), keys)
  if (given.format === 'json') json(report)
  else data(renderVerification(report, looks()))
  return report.outcome.exitCode
}

function reportOf(verification: Verification, keys: readonly PublicKey[]): RecordVerification {
  const { place, records, lines, running, signers, newest, findings } = verification
  const ids = keys.map(({ keyid }) => keyid)
  return {
    ...{ formatVersion: 1, store: place, records, lines, running, keys: ids },
    signatures: [...signers].map(([keyid, of]) => ({ keyid, records: of, trusted: ids.includes(keyid ?? '') })),
    newest,
    findings: [...findings],
    outcome: outcome(findings.length > 0 ? ['findings'] : []),
  }
}
