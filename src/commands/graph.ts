import { Command } from '@oclif/core/command'
import { graph } from './run/graph.js'
import { dir, env, now, text } from './support/flags.js'

export default class Graph extends Command {
  static override summary = 'Draws accounts, packages and gates as the estate declares them, offline'
  static override examples = [
    { description: 'The estate as a whole, for a Markdown page', command: '<%= config.bin %> graph' },
    {
      description: 'One account, gate by gate, as a picture',
      command: '<%= config.bin %> graph --account acme --format svg --out acme.svg',
    },
  ]
  static override args = { dir }
  static override flags = {
    account: text({ description: 'draw this account alone, level by level', helpValue: 'A' }),
    env,
    now,
    format: text({
      description: 'mermaid for Markdown, svg for a picture, json for programs',
      options: ['mermaid', 'svg', 'json'],
      default: 'mermaid',
    }),
    out: text({ description: 'file to write it to', helpValue: 'FILE' }),
  }

  async run(): Promise<void> {
    process.exitCode = await graph(await this.parse(Graph))
  }
}
