import { Command } from '@oclif/core/command'
import { audit } from './run/audit.js'
import { dir, env, listFormat, now, text } from './support/flags.js'

export default class Audit extends Command {
  static override summary =
    'Holds actual access against what is declared, person by person and connection by connection'
  static override examples = [
    { description: 'What is not as declared', command: '<%= config.bin %> audit' },
    { description: 'All of it, for a spreadsheet', command: '<%= config.bin %> audit --format csv --out audit.csv' },
    { description: 'For a program', command: '<%= config.bin %> audit --env prod --format json' },
  ]
  static override args = { dir }
  static override flags = {
    env,
    now,
    format: listFormat,
    out: text({ description: 'file to write it to', helpValue: 'FILE' }),
  }

  async run(): Promise<void> {
    process.exitCode = await audit(await this.parse(Audit))
  }
}
