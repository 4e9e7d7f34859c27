import { Command } from '@oclif/core/command'
import { list } from '../run/list.js'
import { filters, listing } from '../support/flags.js'

export default class AccountsList extends Command {
  static override summary = 'Lists the accounts: menu, allowed apps, and in which projects each integration is enabled'
  static override examples = [
    { description: 'Where slack is on', command: '<%= config.bin %> accounts list --app slack' },
    {
      description: 'Whose menu is hidden, for a spreadsheet',
      command: '<%= config.bin %> accounts list --status hidden --format csv',
    },
  ]
  static override flags = {
    name: filters.name,
    status: filters.status,
    app: filters.app,
    account: filters.account,
    ...listing,
  }

  async run(): Promise<void> {
    process.exitCode = await list('accounts')(await this.parse(AccountsList))
  }
}
