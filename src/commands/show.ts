import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { show } from './run/show.js'
import { dirFlag, env, now, planFormat } from './support/flags.js'

export default class Show extends Command {
  static override summary = 'Shows a saved plan, or one thing merged from all that speaks of it'
  static override examples = [
    { description: 'A saved plan, in full', command: '<%= config.bin %> show plan.json' },
    { description: 'One thing', command: '<%= config.bin %> show project/acme/apollo' },
    { description: 'One setting', command: "<%= config.bin %> show 'account/acme#integrations.slack'" },
  ]
  static override args = {
    what: string({ description: 'a plan file, or an address', required: true, name: 'PLAN-FILE|ADDRESS' }),
  }
  static override flags = { env, now, dir: dirFlag, format: planFormat }

  async run(): Promise<void> {
    process.exitCode = await show(await this.parse(Show))
  }
}
