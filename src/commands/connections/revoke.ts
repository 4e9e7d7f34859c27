import { Command } from '@oclif/core/command'
import { onConnections } from '../run/act.js'
import { acting } from '../support/flags.js'

export default class ConnectionsRevoke extends Command {
  static override summary = 'Ends live connections, by id or by whose and what they are; shows whom it hits, and asks'
  static override examples = [
    { description: 'One connection', command: '<%= config.bin %> connections revoke con_81' },
    {
      description: 'Everything of somebody who left',
      command: '<%= config.bin %> connections revoke --user ana@acme.example',
    },
    {
      description: 'One app in one account, in a script',
      command: '<%= config.bin %> connections revoke --app zapier --account acme --yes',
    },
  ]
  static override strict = false
  static override usage = 'connections revoke [ID...] [--user U] [--app A] [--account A] [--yes]'
  static override flags = acting

  async run(): Promise<void> {
    process.exitCode = await onConnections('revoke')(await this.parse(ConnectionsRevoke))
  }
}
