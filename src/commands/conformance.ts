import { string } from '@oclif/core/args'
import { Command } from '@oclif/core/command'
import { conformance } from './run/conformance.js'
import { format, text } from './support/flags.js'

const token = (whose: string) => text({ description: `variable that holds ${whose}`, helpValue: 'NAME' })

export default class Conformance extends Command {
  static override summary = 'Checks a disposable platform against the platform contract, clause by clause'
  static override examples = [
    {
      description: 'The reference platform, as writ sandbox prints it',
      command:
        '<%= config.bin %> conformance http://127.0.0.1:4010 --token-env WRIT_TOKEN --read-token-env WRIT_READ_TOKEN',
    },
    {
      description: 'With people of each role, for a program',
      command:
        '<%= config.bin %> conformance https://staging.example --token-env OPERATOR --manager-token-env MANAGER --project-admin-token-env ADMIN --member-token-env MEMBER --format json',
    },
  ]
  static override args = {
    url: string({
      description: 'address of the platform, without /v1; it must call itself disposable',
      required: true,
    }),
  }
  static override flags = {
    'token-env': text({
      description: 'variable that holds a full token of an operator',
      helpValue: 'NAME',
      required: true,
    }),
    'read-token-env': token('a read token of an operator'),
    'manager-token-env': token('a token of an owner or manager of an account'),
    'project-admin-token-env': token('a token of a project-admin'),
    'member-token-env': token('a token of a member'),
    format: format('text', 'json'),
  }

  async run(): Promise<void> {
    process.exitCode = await conformance(await this.parse(Conformance))
  }
}
