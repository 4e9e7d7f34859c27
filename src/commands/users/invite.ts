import { Command } from '@oclif/core/command'
import { invite } from '../run/act.js'
import { dirFlag, env, text, writing } from '../support/flags.js'

export default class UsersInvite extends Command {
  static override summary = 'Invites people into an account; who was asked already is not asked twice'
  static override examples = [
    {
      description: 'Two teammates',
      command:
        '<%= config.bin %> users invite ana@acme.example bo@acme.example --account acme --department HR --designation Executive --manager max@acme.example',
    },
  ]
  static override strict = false
  static override usage =
    'users invite EMAIL... --account A --department D --designation D --manager EMAIL [--role owner|manager|member] [--yes]'
  static override flags = {
    account: text({ description: 'name of the account they join', helpValue: 'A', required: true }),
    department: text({ description: 'where they work', helpValue: 'D', required: true }),
    designation: text({ description: 'what they are called there', helpValue: 'D', required: true }),
    manager: text({ description: 'e-mail address of their manager', helpValue: 'EMAIL', required: true }),
    role: text({ description: 'what they may administer', options: ['owner', 'manager', 'member'], default: 'member' }),
    ...writing,
    dir: dirFlag,
    env,
  }

  async run(): Promise<void> {
    process.exitCode = await invite(await this.parse(UsersInvite))
  }
}
