import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { showRecord } from '../run/record-show.js'
import { dirFlag, env, format } from '../support/flags.js'

export default class RecordShow extends Command {
  static override summary = 'Shows one record: what was asked, what was answered, what was seen afterwards'
  static override examples = [
    { description: 'The newest', command: '<%= config.bin %> record show' },
    { description: 'One run', command: '<%= config.bin %> record show 2026-11-22T14-05-03Z-7c1e02' },
  ]
  static override args = { record: string({ description: "a run's id, or a file", name: 'RUN|FILE' }) }
  static override flags = { dir: dirFlag, env, format: format('text', 'json') }

  async run(): Promise<void> {
    process.exitCode = await showRecord(await this.parse(RecordShow))
  }
}
