// docs/diagnostics.md: every code that a command may print, with its cause and remedy.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = join(fileURLToPath(import.meta.url), '../../..')
const folder = join(root, 'scripts/generate/diagnostics')
const json = async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))

/** What a module of the sources exports that imports nothing but types. */
async function exportsOf(file) {
  const source = await readFile(join(root, file), 'utf8')
  const options = { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 } }
  const { outputText } = ts.transpileModule(source, options)
  return await import(`data:text/javascript;base64,${Buffer.from(outputText).toString('base64')}`)
}

const AREAS = {
  file: 'Files',
  yaml: 'YAML',
  document: 'Documents',
  schema: 'Schemas',
  config: 'writ.yaml',
  unsupported: 'Not supported yet',
  files: 'What may stand where',
  secret: 'Secrets',
  absent: 'Removals',
  reference: 'References',
  conflict: 'Conflicts',
  entry: 'Entries',
  waiver: 'Waivers',
  override: 'Overrides',
  hold: 'Holds',
  policy: 'Policies',
  review: 'Reviews',
  menu: 'The menu',
  run: 'Too many at once',
}

/** Everything with its texts: `{title, about, codes: {code: {cause, remedy, example?}}}` an area, as the page has it. */
export async function registry() {
  const { codes } = await exportsOf('src/documents/codes.ts')
  const { ruleText } = await exportsOf('src/report/annotations/rules.ts')
  const [others, examples] = await Promise.all([json('codes.json'), json('examples.json')])
  const own = Object.entries(AREAS).map(([area, title]) => ({
    title,
    codes: Object.fromEntries(
      Object.entries(codes)
        .filter(([code]) => code.startsWith(`${area}/`))
        .map(([code, texts]) => [code, { ...texts, example: examples[code] }]),
    ),
  }))
  const lost = Object.keys(codes).filter((code) => !own.some((area) => code in area.codes))
  if (lost.length > 0) throw new Error(`no area of docs/diagnostics.md has ${lost.join(', ')}`)
  const all = { documents: own, others: [...others, annotated(ruleText)] }
  refuseTwice([...all.documents, ...all.others].flatMap((area) => Object.keys(area.codes)))
  return all
}

/** A code has one cause and one remedy. */
function refuseTwice(told) {
  const twice = told.filter((code, index) => told.indexOf(code) !== index)
  if (twice.length > 0) throw new Error(`told twice: ${twice.join(', ')}`)
}

const RULES = ['plan/ends-connections', 'plan/takes-access', 'plan/opens', 'plan/closes', 'plan/changes', 'plan/drift']
const MORE = ['plan/released', 'audit/undeclared', 'audit/missing', 'audit/waived', 'audit/not-evaluable']

const annotated = (ruleText) => ({
  title: 'Annotations',
  about: 'Rules that SARIF, GitHub and GitLab show at lines, beside the codes above.',
  codes: Object.fromEntries([...RULES, ...MORE].map((rule) => [rule, { cause: ruleText(rule).text }])),
})

const entry = ([code, { cause, remedy, example }]) =>
  [
    `#### \`${code}\``,
    [cause, ...(remedy === undefined ? [] : [`**Remedy:** ${remedy}`])].join(' '),
    ...(example === undefined ? [] : [`\`\`\`yaml\n${example.trimEnd()}\n\`\`\``]),
  ].join('\n\n')

const section = ({ title, about, codes }) => [
  `### ${title}`,
  ...(about === undefined ? [] : [about]),
  ...Object.entries(codes).map(entry),
]

const slug = (title) =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')

const ABOUT = `Whatever goes wrong has a code that stays the same: \`area/problem\`. Search this page for it. JSON carries it as \`code\`, SARIF as \`ruleId\`.

What a run of \`writ validate\` finds is told all at once, each with file, line and column. An **error** ends the command with 1, and nothing is read from the platform; a **warning** or **info** ends nothing. What a command ends with: [exit codes](exit-codes.md).`

export default async function make() {
  const { documents, others } = await registry()
  const contents = [...documents, ...others].map(({ title }) => `[${title}](#${slug(title)})`).join(' · ')
  const page = [
    '# Diagnostics',
    ABOUT,
    contents,
    '## Mistakes in documents',
    'Found offline. The examples give the code where an estate has the rest.',
    ...documents.flatMap(section),
    '## Everything else',
    ...others.flatMap(section),
    'Made by `npm run generate` from `src/documents/codes.ts` and `scripts/generate/diagnostics/`.',
  ]
  return new Map([['docs/diagnostics.md', `${page.join('\n\n')}\n`]])
}
