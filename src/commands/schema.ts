import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { schema } from './run/schema.js'

export default class Schema extends Command {
  static override summary = 'Prints the JSON Schema of a kind or a format'
  static override examples = [
    { description: 'What there is', command: '<%= config.bin %> schema' },
    { description: 'What may stand in an Account', command: '<%= config.bin %> schema Account' },
  ]
  static override args = { kind: string({ description: 'a kind such as Account, or plan, events, seed' }) }

  async run(): Promise<void> {
    process.exitCode = await schema(await this.parse(Schema))
  }
}
