const lowerAscii = /^[a-z0-9 !-@[-`{-~]*$/
const folded = new Map<string, string>()
const maxFolded = 10_000

/** What two keys or names have in common when they differ only in case or Unicode normalisation. */
export function foldKey(key: string): string {
  const known = folded.get(key)
  if (known !== undefined) return known
  const fold = lowerAscii.test(key)
    ? key
    : key.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC')
  if (folded.size >= maxFolded) folded.clear()
  folded.set(key, fold)
  return fold
}
