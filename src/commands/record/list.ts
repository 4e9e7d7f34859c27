import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { listRecords } from '../run/record-list.js'
import { dirFlag, env, format } from '../support/flags.js'

export default class RecordList extends Command {
  static override summary = 'Lists the records of runs: who ran what, how it ended, and whether it is sealed'
  static override examples = [
    { description: 'Of the estate in this folder', command: '<%= config.bin %> record list' },
    { description: 'Of any folder of records', command: '<%= config.bin %> record list ./records' },
  ]
  static override args = {
    store: string({ description: 'a folder of records, or git:refs/… (default: as writ.yaml says)' }),
  }
  static override flags = { dir: dirFlag, env, format: format('text', 'json') }

  async run(): Promise<void> {
    process.exitCode = await listRecords(await this.parse(RecordList))
  }
}
