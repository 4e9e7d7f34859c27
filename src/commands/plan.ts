import { Command } from '@oclif/core/command'
import { plan } from './run/plan.js'
import { baseline, confirmShrink, dir, env, now, only, planFormat, text, toggle } from './support/flags.js'

export default class Plan extends Command {
  static override summary = 'Reads live state and says what would change, whom it touches and why'
  static override examples = [
    { description: 'The whole estate', command: '<%= config.bin %> plan' },
    { description: 'One account and all below it', command: '<%= config.bin %> plan --only account/acme' },
    {
      description: 'What this branch changes, apart from what had drifted',
      command: '<%= config.bin %> plan --baseline origin/main',
    },
    { description: 'Kept for approval', command: '<%= config.bin %> plan --env prod --out plan.json' },
  ]
  static override args = { dir }
  static override flags = {
    baseline,
    env,
    now,
    only,
    out: text({ description: 'file to keep the plan in, for apply --approved', helpValue: 'FILE' }),
    format: planFormat,
    'confirm-shrink': confirmShrink,
    'exit-code': toggle({ description: 'end with 2 when there are changes' }),
  }

  async run(): Promise<void> {
    process.exitCode = await plan(await this.parse(Plan))
  }
}
