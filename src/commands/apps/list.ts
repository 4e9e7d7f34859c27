import { Command } from '@oclif/core/command'
import { list } from '../run/list.js'
import { filters, listing } from '../support/flags.js'

export default class AppsList extends Command {
  static override summary = 'Lists the registry of integrations, and in which projects of an account each is enabled'
  static override examples = [
    { description: 'Those with goo in their name', command: '<%= config.bin %> apps list --name goo' },
    {
      description: 'Waiting for an upgrade, newest name first',
      command: '<%= config.bin %> apps list --status upgrade-pending --sort=-name',
    },
    { description: 'Where each is enabled in one account', command: '<%= config.bin %> apps list --account acme' },
  ]
  static override flags = {
    name: filters.name,
    status: filters.status,
    description: filters.description,
    app: filters.app,
    account: filters.account,
    ...listing,
  }

  async run(): Promise<void> {
    process.exitCode = await list('apps')(await this.parse(AppsList))
  }
}
