import { Command } from '@oclif/core/command'
import { demo } from './run/demo.js'

export default class Demo extends Command {
  static override summary = 'Sandbox, example estate, plan, apply, drift and audit in one go'
  static override examples = [{ description: 'Half a minute to read', command: '<%= config.bin %> demo' }]

  async run(): Promise<void> {
    process.exitCode = await demo(await this.parse(Demo))
  }
}
