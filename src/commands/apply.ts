import { Command } from '@oclif/core/command'
import { apply } from './run/apply.js'
import { baseline, confirmShrink, dir, env, only, text, writing } from './support/flags.js'

export default class Apply extends Command {
  static override summary = 'Plans again, asks, executes, reads back and says whether it settled'
  static override examples = [
    { description: 'Shows the plan and asks', command: '<%= config.bin %> apply' },
    { description: 'Exactly what was reviewed', command: '<%= config.bin %> apply --env prod --approved plan.json' },
    { description: 'In a schedule', command: '<%= config.bin %> apply --yes --events run.jsonl' },
  ]
  static override args = { dir }
  static override flags = {
    baseline,
    env,
    only,
    now: text({ hidden: true, description: 'refused: dates are evaluated when it runs' }),
    approved: text({ description: 'a plan that was approved: only what equals it runs', helpValue: 'PLAN-FILE' }),
    'confirm-uninstall': text({
      description: 'an app that may be uninstalled, with all its connections',
      helpValue: 'APP',
      multiple: true,
    }),
    'on-refusal': text({
      description: 'what a tripped limit or a policy names: stop, or skip it and all that needs it',
      options: ['stop', 'skip'],
      default: 'stop',
    }),
    'confirm-shrink': confirmShrink,
    ...writing,
  }

  async run(): Promise<void> {
    process.exitCode = await apply(await this.parse(Apply))
  }
}
