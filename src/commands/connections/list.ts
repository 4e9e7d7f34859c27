import { Command } from '@oclif/core/command'
import { list } from '../run/list.js'
import { filters, listing } from '../support/flags.js'

export default class ConnectionsList extends Command {
  static override summary = 'Lists the live connections: whose they are, with what, and who may use them'
  static override examples = [
    { description: 'One person', command: '<%= config.bin %> connections list --user ana@acme.example' },
    {
      description: 'What has to be authorised again in an account',
      command: '<%= config.bin %> connections list --account acme --status needs-reauth',
    },
    { description: 'Longest unused first', command: '<%= config.bin %> connections list --sort lastUsedAt' },
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
    process.exitCode = await list('connections')(await this.parse(ConnectionsList))
  }
}
