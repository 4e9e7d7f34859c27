import { Command } from '@oclif/core/command'
import { showLease } from '../run/lease.js'
import { dirFlag, env, format } from '../support/flags.js'

export default class LeaseShow extends Command {
  static override summary = 'Says who holds the lease, under which number, and until when'
  static override examples = [{ description: 'Who is writing just now', command: '<%= config.bin %> lease show' }]
  static override flags = { dir: dirFlag, env, format: format('text', 'json') }

  async run(): Promise<void> {
    process.exitCode = await showLease(await this.parse(LeaseShow))
  }
}
