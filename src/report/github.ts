import { type Annotation, gravestFirst, type Level } from './annotations/annotation.js'
import { escape as shown } from './escape.js'
import { count, list } from './words.js'

/** Of each level so many a step become annotations; the runner drops the others without a word. */
export const GITHUB_ANNOTATIONS = 10

/** UTF-16 units of a message; the runner cuts a longer one. */
export const GITHUB_MESSAGE = 4096
const TITLE = 255

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const
const LEVELS = ['error', 'warning', 'note'] as const

/**
 * Remarks as workflow commands of GitHub Actions, the gravest first, as many as one step may have; what does not fit is
 * counted in one last notice. `more` is the command that tells all. Each text stays on its line and within its part of the
 * command, so that no name can give a command of its own.
 * @example githubCommands([…], 'writ validate') // ['::error file=estate/acme.yaml,line=9,…::no app is called webhoks']
 */
export function githubCommands(annotations: readonly Annotation[], more: string): string[] {
  const sorted = gravestFirst(annotations)
  const fitting = firstOf(sorted, GITHUB_ANNOTATIONS)
  if (fitting.length === sorted.length) return sorted.map(command)
  const kept = firstOf(sorted, GITHUB_ANNOTATIONS - 1)
  return [...kept.map(command), rest(sorted, kept, more)]
}

/** As many of each level as fit; of notices `notes`. */
function firstOf(sorted: readonly Annotation[], notes: number): Annotation[] {
  const room = { error: GITHUB_ANNOTATIONS, warning: GITHUB_ANNOTATIONS, note: notes }
  return sorted.filter(({ level }) => room[level]-- > 0)
}

function rest(all: readonly Annotation[], kept: readonly Annotation[], more: string): string {
  const amount = (level: Level) => [all, kept].map((of) => of.filter((each) => each.level === level).length)
  const parts = LEVELS.flatMap((level) => {
    const [there = 0, told = 0] = amount(level)
    return there === told ? [] : count(there - told, level)
  })
  return line('notice', { title: 'Writ: more than fits' }, `Besides ${list(parts)}: ${more} tells all.`)
}

function command({ level, title, message, at }: Annotation): string {
  const place = at === null ? {} : { file: at.file, line: at.line, ...endOf(at) }
  return line(COMMANDS[level], { ...place, title: cut(`Writ: ${title}`, TITLE) }, message)
}

/** Columns count within one line only. */
function endOf({ line: first, column, endLine = first, endColumn }: NonNullable<Annotation['at']>) {
  if (column === undefined) return {}
  return endLine === first && endColumn !== undefined ? { col: column, endColumn } : { col: column }
}

function line(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
  return `::${name} ${pairs.join(',')}::${data(cut(shown(message, GITHUB_MESSAGE), GITHUB_MESSAGE))}`
}

/** What the runner would take for the command's own signs. Line breaks are written out by then. */
const data = (text: string): string => text.replaceAll('%', '%25')
const property = (text: string): string =>
  data(shown(text, Number.POSITIVE_INFINITY)).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** What is written out is longer than it was. */
const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)
