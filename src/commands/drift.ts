import { Command } from '@oclif/core/command'
import { drift } from './run/plan.js'
import { baseline, confirmShrink, dir, env, now, only, planFormat } from './support/flags.js'

export default class Drift extends Command {
  static override summary = 'Like plan, for schedules: ends with 2 when live and declared differ'
  static override examples = [
    { description: 'Every night', command: '<%= config.bin %> drift --env prod' },
    { description: 'For a program', command: '<%= config.bin %> drift --format json' },
  ]
  static override args = { dir }
  static override flags = { baseline, env, now, only, 'confirm-shrink': confirmShrink, format: planFormat }

  async run(): Promise<void> {
    process.exitCode = await drift(await this.parse(Drift))
  }
}
