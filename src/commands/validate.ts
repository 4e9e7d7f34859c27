import { Command } from '@oclif/core/command'
import { validate } from './run/validate.js'
import { dir, env, format, now, toggle } from './support/flags.js'

export default class Validate extends Command {
  static override summary = 'Tells every mistake of an estate, offline'
  static override examples = [
    { description: 'The estate in this folder', command: '<%= config.bin %> validate' },
    { description: 'Another one, for a program', command: '<%= config.bin %> validate estates/acme --format json' },
    { description: 'While you write', command: '<%= config.bin %> validate --watch' },
  ]
  static override args = { dir }
  static override flags = {
    env,
    now,
    format: format('text', 'json', 'sarif', 'github', 'gitlab'),
    watch: toggle({ description: 'validate again whenever a file changes, until Ctrl-C' }),
  }

  async run(): Promise<void> {
    process.exitCode = await validate(await this.parse(Validate))
  }
}
