/**
 * Whether a JSON value has more levels of lists and maps than that. Without calling itself: whatever does so after
 * this may.
 */
export function isDeeperThan(levels: number, value: unknown): boolean {
  let row: unknown[] = [value]
  for (let level = 0; row.length > 0; level++) {
    const inner = row.filter((each): each is object => typeof each === 'object' && each !== null)
    if (inner.length > 0 && level >= levels) return true
    row = inner.flatMap((each) => Object.values(each))
  }
  return false
}
