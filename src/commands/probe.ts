import { Command } from '@oclif/core/command'
import { probe } from './run/probe.js'
import { dir, env, format, now, text } from './support/flags.js'

export default class Probe extends Command {
  static override summary = 'Asks the platform to refuse what is restricted, without connecting anything'
  static override examples = [
    { description: 'Every account that the estate governs', command: '<%= config.bin %> probe' },
    { description: 'Two accounts', command: '<%= config.bin %> probe --account acme --account globex' },
    { description: 'For a program', command: '<%= config.bin %> probe --env prod --format json' },
  ]
  static override args = { dir }
  static override flags = {
    account: text({
      description: 'name of an account to ask about; may be given again',
      helpValue: 'NAME',
      multiple: true,
    }),
    env,
    now,
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await probe(await this.parse(Probe))
  }
}
