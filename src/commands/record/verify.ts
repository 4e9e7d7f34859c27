import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { verifyRecords } from '../run/record-verify.js'
import { dirFlag, env, format, text } from '../support/flags.js'

export default class RecordVerify extends Command {
  static override summary = 'Verifies records offline: names the first bad line, a missing record, a wrong signature'
  static override examples = [
    { description: 'All records of the estate in this folder', command: '<%= config.bin %> record verify' },
    { description: 'With the key that signs them', command: '<%= config.bin %> record verify --key ci.pub.pem' },
    { description: 'One file', command: '<%= config.bin %> record verify ./records/2026-11-22T14-05-03Z-7c1e02.jsonl' },
  ]
  static override args = {
    store: string({
      description: 'a record, a folder of them, or git:refs/… (default: as writ.yaml says)',
      name: 'FILE|STORE',
    }),
  }
  static override flags = {
    key: text({ description: 'public keys that may have signed, in PEM', helpValue: 'FILE' }),
    ...{ dir: dirFlag, env, format: format('text', 'json') },
  }

  async run(): Promise<void> {
    process.exitCode = await verifyRecords(await this.parse(RecordVerify))
  }
}
