import { Command } from '@oclif/core/command'
import { audit } from './run/audit.js'
import { baseline, dir, env, now, text, toggle } from './support/flags.js'

export default class Audit extends Command {
  static override summary =
    'Holds actual access against what is declared, person by person and connection by connection'
  static override examples = [
    { description: 'What is not as declared', command: '<%= config.bin %> audit' },
    { description: 'All of it, for a spreadsheet', command: '<%= config.bin %> audit --format csv --out audit.csv' },
    { description: 'A page for an auditor', command: '<%= config.bin %> audit --format html --out audit.html' },
    { description: 'For a program', command: '<%= config.bin %> audit --env prod --format json' },
    { description: 'Who could use what on a day', command: '<%= config.bin %> audit --at 2026-09-30' },
    {
      description: 'Who could use one app, why, and by whose approval',
      command: '<%= config.bin %> audit --at 2026-09-30 --app zapier --account acme',
    },
    { description: 'What changed', command: '<%= config.bin %> audit --from 2026-07-01 --to 2026-09-30' },
    { description: 'What is allowed and nobody uses', command: '<%= config.bin %> audit --unused' },
    { description: 'What each account’s reviewer needs', command: '<%= config.bin %> audit --review-packs ../packs' },
  ]
  static override args = { dir }
  static override flags = {
    env,
    now,
    baseline,
    format: text({
      description:
        'text for people, json for programs, csv for spreadsheets, html for auditors, markdown for tickets, sarif for hosts of code',
      options: ['text', 'json', 'csv', 'html', 'markdown', 'sarif'],
      default: 'text',
    }),
    out: text({ description: 'file to write it to', helpValue: 'FILE' }),
    at: text({
      description: 'who could use what at the end of that day, offline, from Git and records',
      helpValue: 'DATE',
    }),
    from: text({ description: 'what changed from that day on, offline, from Git and records', helpValue: 'DATE' }),
    to: text({ description: 'the last day of what changed', helpValue: 'DATE' }),
    record: toggle({ description: 'seal what was seen into the records: a picture that --at starts from' }),
    key: text({ description: 'public keys that may have signed records, in PEM', helpValue: 'FILE' }),
    sample: text({ description: 'draw so many rows, the same ones for the same seed', helpValue: 'N' }),
    seed: text({ description: 'what the sample is drawn by', helpValue: 'S' }),
    unused: toggle({ description: 'only what is allowed, or connected, and not used' }),
    'idle-days': text({
      description: 'days without use after which a connection is idle, whatever the estate says of it (it or 90)',
      helpValue: 'N',
    }),
    'review-packs': text({
      description: 'folder that gets a pack for each account: what to look at, and a Review to sign',
      helpValue: 'DIR',
    }),
    account: text({
      description: 'with --at or --review-packs: only this account',
      helpValue: 'NAME',
      multiple: true,
    }),
    app: text({ description: 'with --at: only this app', helpValue: 'NAME', multiple: true }),
    user: text({ description: 'with --at: only this person', helpValue: 'EMAIL', multiple: true }),
  }

  async run(): Promise<void> {
    process.exitCode = await audit(await this.parse(Audit))
  }
}
