import { Command } from '@oclif/core/command'
import { list } from '../run/list.js'
import { filters, listing } from '../support/flags.js'

export default class UsersList extends Command {
  static override summary = 'Lists the people with the status of each of their integrations'
  static override examples = [
    {
      description: 'Who has to authorise something again',
      command: '<%= config.bin %> users list --status needs-reauth',
    },
    {
      description: 'Who of an account has not connected zoom',
      command: '<%= config.bin %> users list --account acme --app zoom --status not-connected',
    },
    { description: 'Invitations that came back', command: '<%= config.bin %> users list --status bounced' },
  ]
  static override flags = {
    name: filters.name,
    status: filters.status,
    user: filters.user,
    app: filters.app,
    account: filters.account,
    ...listing,
  }

  async run(): Promise<void> {
    process.exitCode = await list('users')(await this.parse(UsersList))
  }
}
