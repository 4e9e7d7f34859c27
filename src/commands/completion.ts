import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { completion } from './run/completion.js'

export default class Completion extends Command {
  static override summary = 'Prints what a shell loads to complete commands, flags, values and names of the estate'
  static override examples = [
    { description: 'For this bash', command: 'source <(<%= config.bin %> completion bash)' },
    {
      description: 'For every fish to come',
      command: '<%= config.bin %> completion fish > ~/.config/fish/completions/writ.fish',
    },
  ]
  static override args = {
    shell: string({ description: 'the shell', options: ['bash', 'zsh', 'fish'], required: true }),
  }

  async run(): Promise<void> {
    process.exitCode = await completion(await this.parse(Completion))
  }
}
