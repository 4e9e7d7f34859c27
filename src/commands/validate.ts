import { Command } from '@oclif/core/command'
import { validate } from './run/validate.js'
import { dir, env, format, now } from './support/flags.js'

export default class Validate extends Command {
  static override summary = 'Tells every mistake of an estate, offline'
  static override examples = [
    { description: 'The estate in this folder', command: '<%= config.bin %> validate' },
    { description: 'Another one, for a program', command: '<%= config.bin %> validate estates/acme --format json' },
  ]
  static override args = { dir }
  static override flags = { env, now, format: format('text', 'json') }

  async run(): Promise<void> {
    process.exitCode = await validate(await this.parse(Validate))
  }
}
