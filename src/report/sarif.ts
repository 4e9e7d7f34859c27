import {
  type Annotation,
  type Fingerprinted,
  fingerprinted,
  gravestFirst,
  type Level,
} from './annotations/annotation.js'
import { type RuleHelp, ruleHelp } from './annotations/help.js'
import { escape as shown } from './escape.js'
import { count } from './words.js'

/** So many results GitHub shows of a run; what it does not show is counted in a notification. */
export const SARIF_RESULTS = 5000

/** What made the log, and how that ended. */
export interface SarifRun {
  readonly version: string
  /** What was analysed, apart from other analyses of the same commit: `writ/plan/prod`. */
  readonly category: string
  readonly exitCode: number
  /** False where the analysis itself failed: then the results are not all there are. */
  readonly isWhole: boolean
  /** Told beside the results: what the analysis is about. */
  readonly properties: Readonly<Record<string, string | number | null>>
  /** File for what has no line of its own, relative to the root of the repository. */
  readonly home: string
  /** The command that tells all. */
  readonly more: string
}

/**
 * Remarks as a SARIF 2.1.0 log, the gravest first: as much as GitHub takes of one run. Addresses are relative to the root of
 * the repository, and columns are UTF-16 units.
 */
export function sarifLog(annotations: readonly Annotation[], run: SarifRun) {
  const all = fingerprinted(gravestFirst(annotations))
  const told = all.slice(0, SARIF_RESULTS)
  const ids = [...new Set(told.map(({ annotation }) => annotation.rule))].sort()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'Writ', semanticVersion: run.version, rules: ids.map((id) => rule(id, ruleHelp(id))) },
        },
        automationDetails: { id: `${run.category}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'The root of the repository.' } } },
        invocations: [invocation(run, all.length - told.length)],
        results: told.map((each) => result(each, ids, run.home)),
        properties: run.properties,
      },
    ],
  }
}

const ROOT = '%SRCROOT%'

const LEVELS: Readonly<Record<Level, string>> = { error: 'error', warning: 'warning', note: 'note' }

function rule(id: string, { title, text, remedy, level }: RuleHelp) {
  const [plain, marked] = ['Remedy: ', '**Remedy:** '].map((word) => [text, remedy === null ? '' : `${word}${remedy}`])
  return {
    id,
    name: id.replace(/(^|[/.-])(\w)/g, (_, _sign, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text },
    help: { text: joined(plain), markdown: joined(marked) },
    defaultConfiguration: { level: LEVELS[level] },
    properties: { tags: [id.split('/')[0] ?? id] },
  }
}

/** One paragraph each; what there is not has none. */
const joined = (parts: readonly string[] = []): string => parts.filter((part) => part !== '').join('\n\n')

function invocation({ exitCode, isWhole, more }: SarifRun, left: number) {
  const text = `${count(left, 'more result')} than fit here: ${more} tells all.`
  const notifications = left === 0 ? {} : { toolExecutionNotifications: [{ level: 'warning', message: { text } }] }
  return { executionSuccessful: isWhole, exitCode, ...notifications }
}

/** Texts of results are bounded: 5,000 of them must fit through an upload. */
const LONGEST = 1000

function result({ annotation, fingerprint }: Fingerprinted, ids: readonly string[], home: string) {
  const { rule: id, level, message, at, related = [] } = annotation
  const others = related.map((each, id) => ({ id, ...location(each.at), message: { text: shown(each.message) } }))
  return {
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    level: LEVELS[level],
    message: { text: plain(shown(message, LONGEST)) },
    locations: [location(at ?? { file: home, line: 1 })],
    ...(others.length === 0 ? {} : { relatedLocations: others }),
    partialFingerprints: { primaryLocationLineHash: `${fingerprint.slice(0, 16)}:1`, 'writ/v1': fingerprint },
  }
}

/** A message's `[text](n)` is a link and its `{0}` an argument; in a name they are neither. */
const plain = (text: string): string => text.replace(/\](?=\()/g, '] ').replace(/\{(\d+)\}/g, '{{$1}}')

function location({ file, line, column, endLine, endColumn }: NonNullable<Annotation['at']>) {
  const region = {
    startLine: line,
    ...(column === undefined ? {} : { startColumn: column }),
    ...(endLine === undefined ? {} : { endLine }),
    ...(endColumn === undefined ? {} : { endColumn }),
  }
  return { physicalLocation: { artifactLocation: { uri: uri(file), uriBaseId: ROOT }, region } }
}

/** A path as a relative reference; half a character has no code in it. */
const uri = (path: string): string =>
  path
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
