// docs/commands.md: the command reference, from the manifest that the build makes of the commands themselves.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(fileURLToPath(import.meta.url), '../../..')

/** In the order in which somebody meets them; what stands nowhere here comes last. */
const GROUPS = [
  ['Writing an estate', ['init', 'import', 'validate', 'policy:test', 'schema', 'graph']],
  ['From plan to apply', ['plan', 'apply', 'drift', 'show']],
  ['Who may use what', ['explain', 'audit', 'probe']],
  ['The live platform', ['apps:list', 'accounts:list', 'users:list', 'connections:list']],
  ['One-off acts', ['connections:revoke', 'connections:reauth', 'users:invite']],
  ['Records and the lease', ['record:list', 'record:show', 'record:verify', 'lease:show', 'lease:release']],
  ['Platforms to try on', ['demo', 'sandbox', 'conformance']],
]

const LOOKS = [0, 1, 4]
const WRITES = [0, 1, 3, 4, 5, 6, 7, 130, 143]
/** What a command may end with; 0 and 1 where nothing is said. */
const EXITS = {
  ...{ plan: [0, 1, 2, 3, 4], drift: [0, 1, 2, 3, 4], apply: WRITES, import: LOOKS, explain: LOOKS },
  ...{
    audit: [0, 1, 3, 4],
    probe: [0, 1, 3, 4],
    conformance: [0, 1, 3],
    'policy:test': [0, 1, 3],
    'record:verify': [0, 1, 3],
  },
  ...{ 'apps:list': LOOKS, 'accounts:list': LOOKS, 'users:list': LOOKS, 'connections:list': LOOKS },
  ...{ 'connections:revoke': WRITES, 'connections:reauth': WRITES, 'users:invite': WRITES },
}

const spoken = (id) => id.replace(':', ' ')
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
const isShown = ({ hidden }) => hidden !== true

async function commands() {
  const path = join(root, 'oclif.manifest.json')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) throw new Error('docs/commands.md is made from oclif.manifest.json: npm run build makes that')
  const { commands: all } = JSON.parse(text)
  return Object.fromEntries(Object.entries(all).filter(([, command]) => isShown(command)))
}

/** `writ plan [DIR]`: what is typed, without its flags. */
const usage = (id, { args }) =>
  [
    'writ',
    spoken(id),
    ...Object.values(args)
      .filter(isShown)
      .map(({ name, required, multiple }) => argument(name.toUpperCase(), required, multiple)),
  ].join(' ')

const argument = (name, required, multiple) => `${required ? name : `[${name}]`}${multiple ? '...' : ''}`

function flagWords({ name, char, type, options, helpValue, multiple, allowNo }) {
  const value = type === 'boolean' ? '' : ` ${options?.join('|') ?? helpValue ?? 'VALUE'}${multiple ? '...' : ''}`
  return `${char === undefined ? '' : `-${char}, `}--${allowNo ? '[no-]' : ''}${name}${value}`
}

function about({ description = '', default: standard, env, required, type }) {
  const more = [
    ...(required ? ['required'] : []),
    ...(type !== 'boolean' && standard !== undefined ? [`default \`${standard}\``] : []),
    ...(env === undefined ? [] : [`or \`${env}\``]),
  ]
  return `${cell(description)}${more.length > 0 ? ` (${more.join(', ')})` : ''}`
}

const table = (heads, rows) =>
  rows.length === 0
    ? []
    : [
        [
          `| ${heads.join(' | ')} |`,
          `|${heads.map(() => '---').join('|')}|`,
          ...rows.map((row) => `| ${row.join(' | ')} |`),
        ].join('\n'),
      ]

function section([id, command]) {
  const args = Object.values(command.args).filter(isShown)
  const flags = Object.values(command.flags)
    .filter(isShown)
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
  const examples = (command.examples ?? []).map(({ description, command: line }) => [
    `\`${cell(line.replaceAll('<%= config.bin %>', 'writ'))}\``,
    cell(description),
  ])
  const exits = (EXITS[id] ?? [0, 1]).map((code) => `\`${code}\``).join(', ')
  return [
    `### ${usage(id, { args: {} })}`,
    `${command.summary}.`,
    ...(command.description ? [command.description] : []),
    `\`${usage(id, command)}${flags.length > 0 ? ' [flags]' : ''}\` ends with ${exits}.`,
    ...table(['example', ''], examples),
    ...table(
      ['argument or flag', ''],
      [
        ...args.map((arg) => [`\`${arg.name.toUpperCase()}\``, about(arg)]),
        ...flags.map((flag) => [`\`${cell(flagWords(flag))}\``, about(flag)]),
      ],
    ),
  ]
}

const ABOUT = `Data goes to stdout, everything else to stderr. With \`--format json\` there is one document whose first field is \`formatVersion\`; \`writ schema\` prints the schema of each. Without a terminal nothing is asked. \`NO_COLOR\` is honoured.

\`DIR\` is the folder with \`writ.yaml\`, the current one where it is left out. What the exit codes mean: [exit codes](exit-codes.md). Every error has a code: [diagnostics](diagnostics.md). Any command takes \`--help\`.`

export default async function make() {
  const all = await commands()
  const grouped = new Set(GROUPS.flatMap(([, ids]) => ids))
  const rest = Object.keys(all).filter((id) => !grouped.has(id))
  const groups = [...GROUPS, ...(rest.length > 0 ? [['More', rest]] : [])].map(([title, ids]) => [
    title,
    ids.filter((id) => id in all),
  ])
  const anchor = (id) => `#writ-${id.replace(':', '-')}`
  const page = [
    '# Commands',
    ABOUT,
    ...table(
      ['', ''],
      groups.map(([title, ids]) => [title, ids.map((id) => `[${spoken(id)}](${anchor(id)})`).join(' · ')]),
    ),
    ...groups.flatMap(([title, ids]) => [`## ${title}`, ...ids.flatMap((id) => section([id, all[id]]))]),
    'Made by `npm run generate` from the commands.',
  ]
  return new Map([['docs/commands.md', `${page.join('\n\n')}\n`]])
}
