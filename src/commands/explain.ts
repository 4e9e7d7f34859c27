import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { explain } from './run/explain.js'
import { env, format, now, text } from './support/flags.js'

export default class Explain extends Command {
  static override summary = 'Says who may use an app and why: every gate, with the line that set it'
  static override examples = [
    {
      description: 'One person in one project',
      command: '<%= config.bin %> explain slack --account acme --project apollo --user ana@acme.example',
    },
    { description: 'An account as a whole', command: '<%= config.bin %> explain slack --account acme' },
  ]
  static override args = { app: string({ description: 'name of the app', required: true }) }
  static override flags = {
    account: text({ description: 'name of the account', helpValue: 'A', required: true }),
    project: text({ description: 'name of a project of the account', helpValue: 'P' }),
    user: text({ description: 'e-mail address of a person', helpValue: 'U' }),
    env,
    now,
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await explain(await this.parse(Explain))
  }
}
