const shape = /^(\d{4})-(\d{2})-(\d{2})$/
const daysInMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

/** Whether `text` is YYYY-MM-DD and a day that exists: the schemas' format `day`. */
export function day(text: string): boolean {
  const match = shape.exec(text)
  if (!match) return false
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number]
  const length = month === 2 && isLeap(year) ? 29 : (daysInMonth[month - 1] ?? 0)
  return year > 0 && date >= 1 && date <= length
}

/**
 * The length of a text in characters as JSON Schema counts them.
 * @public the generated validators call it
 */
export function codePoints(text: string): number {
  let count = text.length
  for (let at = 0; at < text.length - 1; at++) {
    const pair = text.charCodeAt(at) >> 10 === 0x36 && text.charCodeAt(at + 1) >> 10 === 0x37
    if (pair) count--
  }
  return count
}
