import { Command } from '@oclif/core/command'
import { releaseLease } from '../run/lease.js'
import { dirFlag, env, format, toggle } from '../support/flags.js'

export default class LeaseRelease extends Command {
  static override summary = 'Takes the lease from whoever holds it: their further writes stop once another run takes it'
  static override examples = [
    { description: 'After asking the holder', command: '<%= config.bin %> lease release' },
    { description: 'Without being asked back', command: '<%= config.bin %> lease release --yes' },
  ]
  static override flags = {
    dir: dirFlag,
    env,
    yes: toggle({ description: 'ask nothing' }),
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await releaseLease(await this.parse(LeaseRelease))
  }
}
