import { Command } from '@oclif/core/command'
import { onConnections } from '../run/act.js'
import { acting } from '../support/flags.js'

export default class ConnectionsReauth extends Command {
  static override summary =
    'Asks the owners of connections to authorise them again, by id or by whose and what they are'
  static override examples = [
    { description: 'One connection', command: '<%= config.bin %> connections reauth con_81' },
    {
      description: 'Everything of one person',
      command: '<%= config.bin %> connections reauth --user ana@acme.example',
    },
    {
      description: 'One app in one account, in a script',
      command: '<%= config.bin %> connections reauth --app slack --account acme --yes',
    },
  ]
  static override strict = false
  static override usage = 'connections reauth [ID...] [--user U] [--app A] [--account A] [--yes]'
  static override flags = acting

  async run(): Promise<void> {
    process.exitCode = await onConnections('reauth')(await this.parse(ConnectionsReauth))
  }
}
