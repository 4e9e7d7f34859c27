import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { policyTest } from '../run/policy-test.js'
import { format } from '../support/flags.js'

export default class PolicyTest extends Command {
  static override summary = 'Runs the examples beside policies, offline'
  static override examples = [
    { description: 'The policies of the estate in this folder', command: '<%= config.bin %> policy test' },
    {
      description: 'Those of another folder, for a program',
      command: '<%= config.bin %> policy test policies --format json',
    },
  ]
  static override args = { dir: string({ description: 'folder with policies in it', default: '.' }) }
  static override flags = { format: format('text', 'json') }

  async run(): Promise<void> {
    process.exitCode = await policyTest(await this.parse(PolicyTest))
  }
}
