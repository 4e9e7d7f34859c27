/** What differs from run to run and says nothing: colours, digests, moments, durations, tokens. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a terminal is sent
  [/\u001b\[[\d;?]*[A-Za-z]/g, ''],
  [/\d{4}-\d\d-\d\dT\d\d[:-]?\d\d[\d:.-]*Z?(-[0-9a-f]{6,})?/g, '<moment>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?( UTC)?/g, '<moment>'],
  [/\bwrit_(full|read)_[\w-]+/g, '<token>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{6,64}\b…?/g, '<digest>'],
  [/\b\d+(\.\d+)? (ms|s)\b/g, '<while>'],
  [/\b(acc|prj|grp|usr|con|conn|app|tpl|req|org|inv)_(?=\w*\d)[A-Za-z0-9]{8,}\b/g, '<id>'],
  [/\b(revision|lease) \d+\b/g, '$1 <number>'],
  [/\b\d+ requests?\b/g, '<requests>'],
  [/ {2,}/g, '  '],
  [/\s+$/gm, ''],
]

/** A text without what is volatile in it: two runs of a command give the same. */
export const settled = (text: string): string =>
  VOLATILE.reduce((so, [pattern, name]) => so.replace(pattern, name), text.replaceAll('\r', '')).trimEnd()

/** Whether a run gave what the document shows. A line `…` stands for any lines, `…` within one for any text. */
export function isShown(expected: string, actual: string): boolean {
  const lines = settled(expected).split('\n')
  const pattern = lines.map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${inLine(line)}\\n`)).join('')
  return new RegExp(`^${pattern}$`).test(`${settled(actual)}\n`)
}

const inLine = (line: string): string =>
  line
    .split('…')
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .join('.*')
