// Text of elsewhere in Markdown of ours: nothing in it acts.

/** What a comment may have on GitHub; other hosts take more. In characters. */
export const COMMENT_LIMIT = 65_536

/** What stands on one line, without what steers a terminal or turns writing around. */
export const plain = (text) =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => `\\u{${sign.codePointAt(0).toString(16)}}`)

/** As a code span: no mention, link, table or HTML in it acts. */
export function code(text) {
  const line = plain(text)
  if (line.trim() === '') return '` `'
  const fence = '`'.repeat(longestRun(line) + 1)
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : ''
  return `${fence}${pad}${line.replaceAll('|', '\\|')}${pad}${fence}`
}

/** Many lines as they are, behind a fence that they cannot close. */
export function fenced(text) {
  const lines = text.replace(/\r\n?/g, '\n').trimEnd().split('\n').map(plain)
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return [`${fence}text`, ...lines, fence].join('\n')
}

const longestRun = (text) => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))

/** Whole lines, as far as there is room for them, and how many there was no room for. */
export function cut(text, room, rest = (left) => `… ${left} more lines`) {
  if (text.length <= room) return text
  const lines = text.split('\n')
  const kept = []
  let used = rest(lines.length).length + 2
  for (const line of lines) {
    used += line.length + 1
    if (used > room) break
    kept.push(line)
  }
  return [...kept, '', rest(lines.length - kept.length)].join('\n')
}
