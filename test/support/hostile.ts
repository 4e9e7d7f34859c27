import fc from 'fast-check'

const ESCAPE = '\u001b'

/** Texts that act where they are shown, each in its own way. */
export const HOSTILE: readonly string[] = [
  `${ESCAPE}[2J${ESCAPE}]0;title\u0007`,
  `${ESCAPE}[31mred${ESCAPE}[0m`,
  '\u009b31m',
  'one\rother',
  'x\nTAKEN FOR A LINE OF ITS OWN',
  '\n::error::taken for a command',
  ' ::set-output name=x::y',
  '\u00a0::stop-commands::x',
  '##[command]x',
  'x##vso[task.setvariable variable=x]y',
  '##teamcity[buildStatus]',
  'section_start:1:x\r\u001b[0K',
  '\u202egnp.exe\u202c',
  '\u2066left\u2069',
  'ze\u200bro\u2060wi\ufeffdth\u200d\u00ad\u034f\u3164\u180e',
  'tag\u{e0041}\u{e007f}',
  'selector\ufe0f\ufe0ex',
  '\u2028line\u2029paragraph\u0085next',
  'nul\u0000backspace\b\u007f',
  '\ud800 half \udc00',
  `z${'\u0301'.repeat(300)}algo`,
  'x'.repeat(20_000),
  `${'y'.repeat(79)}::error::behind a break`,
  '=cmd|/C calc!A0',
  '@SUM(1;2)',
  'a;=1+1',
  '\t=1',
  '**b** [x](javascript:x) <script>x</script> @everyone',
  '日本語'.repeat(40),
  '👨‍👩‍👧 🇩🇪 🌡️',
]

/** Any text, and the worst ones often. */
export const anyHostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' })), { maxLength: 4 })
    .map((all) => all.join('')),
)

const BETWEEN: readonly (readonly [number, number])[] = [
  [0x00, 0x09],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  [0xfffe, 0xffff],
  [0xe0000, 0xe0fff],
]

/** What of a text acts on whoever shows it, line breaks apart; empty where nothing does. */
export function acting(text: string): string[] {
  const signs = [...text].map((sign) => sign.codePointAt(0) ?? 0)
  const hidden = signs.filter((sign) => BETWEEN.some(([from, to]) => sign >= from && sign <= to))
  return [...hidden.map((sign) => `U+${sign.toString(16)}`), ...text.split('\n').filter(isCommand)]
}

/** Whether some CI takes a line for a command to itself. */
const isCommand = (line: string): boolean =>
  /^::[a-z]/i.test(line.trim()) || line.includes('##[') || line.includes('##vso[') || line.includes('##teamcity[')
