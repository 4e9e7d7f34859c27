/**
 * Whether a text has the form of a pattern in which `*` stands for any run of signs. The one matcher of all patterns
 * that authors write, names and addresses alike: without backtracking, so that no pattern takes long.
 * @example matchesGlob('HOOK_*', 'HOOK_SIGNING') // true
 */
export const matchesGlob = (pattern: string, text: string): boolean => matchesPieces(pattern.split('*'), text)

/** The same for a pattern split at its stars: each literal piece is looked for once, left to right. */
export function matchesPieces(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  if (pieces.length === 1) return text === first
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= text.length - last.length
}
