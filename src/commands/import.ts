import { Command } from '@oclif/core/command'
import { importEstate } from './run/import.js'
import { dir, env, format, text, toggle } from './support/flags.js'

export default class Import extends Command {
  static override summary = 'Writes the live platform as an estate whose plan has no changes'
  static override examples = [
    { description: 'All of the platform that writ.yaml names', command: '<%= config.bin %> import' },
    { description: 'Two customers', command: '<%= config.bin %> import --account acme globex' },
    { description: 'A package and a set for each tier', command: '<%= config.bin %> import --sets-by labels.tier' },
    { description: 'The registry alone, once more', command: '<%= config.bin %> import --kind App --force' },
  ]
  static override args = { dir }
  static override flags = {
    account: text({
      description: 'name of an account to import, with what it refers to',
      helpValue: 'NAME',
      multiple: true,
    }),
    'sets-by': text({
      description: 'label by which accounts are alike: packages and sets for these, documents for what differs',
      helpValue: 'labels.KEY',
    }),
    kind: text({ description: 'kind of document to write, such as Account', helpValue: 'KIND', multiple: true }),
    force: toggle({ description: 'overwrite files that import itself writes' }),
    env,
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await importEstate(await this.parse(Import))
  }
}
