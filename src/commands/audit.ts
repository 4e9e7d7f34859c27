import { Command } from '@oclif/core/command'
import { audit } from './run/audit.js'
import { baseline, dir, env, now, text, toggle } from './support/flags.js'

export default class Audit extends Command {
  static override summary =
    'Holds actual access against what is declared, person by person and connection by connection'
  static override examples = [
    { description: 'What is not as declared', command: '<%= config.bin %> audit' },
    { description: 'All of it, for a spreadsheet', command: '<%= config.bin %> audit --format csv --out audit.csv' },
    { description: 'For a program', command: '<%= config.bin %> audit --env prod --format json' },
    { description: 'What is allowed and nobody uses', command: '<%= config.bin %> audit --unused' },
  ]
  static override args = { dir }
  static override flags = {
    env,
    now,
    baseline,
    format: text({
      description: 'text for people, json for programs, csv for spreadsheets, sarif for hosts of code',
      options: ['text', 'json', 'csv', 'sarif'],
      default: 'text',
    }),
    out: text({ description: 'file to write it to', helpValue: 'FILE' }),
    unused: toggle({ description: 'only what is allowed, or connected, and not used' }),
    'idle-days': text({
      description: 'days without use after which a connection is idle, whatever the estate says of it (it or 90)',
      helpValue: 'N',
    }),
  }

  async run(): Promise<void> {
    process.exitCode = await audit(await this.parse(Audit))
  }
}
