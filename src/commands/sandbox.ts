import { Command } from '@oclif/core/command'
import { sandbox } from './run/sandbox.js'
import { env, format, text } from './support/flags.js'

export default class Sandbox extends Command {
  static override summary = 'Runs the reference platform, embedded, until it is interrupted'
  static override examples = [
    { description: 'As an example estate declares it', command: '<%= config.bin %> sandbox --seed examples/tiers' },
    {
      description: 'As it lived before, for a program',
      command: '<%= config.bin %> sandbox --port 4010 --seed examples/tiers/live.json --format json',
    },
    { description: 'One that remembers', command: '<%= config.bin %> sandbox --data platform.db' },
  ]
  static override flags = {
    port: text({ description: 'port to listen on; a free one where absent', helpValue: 'N' }),
    data: text({ description: 'file that keeps everything; in memory where absent', helpValue: 'FILE' }),
    seed: text({ description: 'what it holds at first: an estate, or a seed', helpValue: 'DIR|FILE' }),
    env,
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await sandbox(await this.parse(Sandbox))
  }
}
