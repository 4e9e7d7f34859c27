/** A text without the run of one sign that ends it: `http://a.example//` without `/`. In linear time, as no pattern does it. */
export function withoutTrailing(sign: string, text: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === sign) end--
  return text.slice(0, end)
}
