import { Command } from '@oclif/core/command'
import { init } from './run/init.js'
import { dir, format, text } from './support/flags.js'

export default class Init extends Command {
  static override summary = 'Scaffolds an estate that validates'
  static override examples = [
    { description: 'In this folder', command: '<%= config.bin %> init' },
    { description: 'In a new one', command: '<%= config.bin %> init access' },
  ]
  static override args = { dir }
  static override flags = {
    ci: text({
      hidden: true,
      description: 'refused: pipeline files are not supported yet',
      helpValue: 'github|gitlab',
    }),
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await init(await this.parse(Init))
  }
}
