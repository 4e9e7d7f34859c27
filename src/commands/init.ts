import { Command } from '@oclif/core/command'
import { init } from './run/init.js'
import { dir, format, text } from './support/flags.js'

export default class Init extends Command {
  static override summary = 'Scaffolds an estate that validates, and its pipeline'
  static override examples = [
    { description: 'In this folder', command: '<%= config.bin %> init' },
    { description: 'In a new one', command: '<%= config.bin %> init access' },
    {
      description: 'With its pipeline, or only that where an estate is',
      command: '<%= config.bin %> init --ci github',
    },
  ]
  static override args = { dir }
  static override flags = {
    ci: text({
      description: 'write the pipeline files too: plan in requests, apply after the merge, drift at night',
      options: ['github', 'gitlab'],
    }),
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await init(await this.parse(Init))
  }
}
