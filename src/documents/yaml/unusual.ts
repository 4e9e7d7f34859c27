/**
 * What the two parsers read differently: a tab where a line is indented, the marker
 * that ends a document, and one that begins it but is indented and so is none.
 * Found by tests against random texts. Such texts are left to `yaml`, whose verdict counts.
 */
const unusual = /^[ \-?:]*\t|^ +---|^ *\.\.\./m

export const isUnusual = (text: string): boolean => unusual.test(text)
