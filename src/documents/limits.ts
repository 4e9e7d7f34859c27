/** How much an estate may hold, so that hostile input costs bounded time and memory. */
export const limits = {
  /** Bytes of one file. A file may hold many documents, so this is far above what one of them may take. */
  fileBytes: 16 * 1024 * 1024,
  /** UTF-16 units of one document with what stands before it in its file. */
  documentLength: 1024 * 1024,
  /** Bytes of all files together. */
  totalBytes: 512 * 1024 * 1024,
  files: 100_000,
  /** Levels of folders below the estate's. */
  folders: 64,
  /** Levels of lists and maps in a document. */
  depth: 64,
  /** Keys of one map. */
  keys: 5_000,
  /** Documents of all files together. */
  documents: 1_000_000,
  /** Diagnostics that one run lists. */
  diagnostics: 1_000,
  /** Diagnostics that one run works out: behind that many, nothing more is looked for. */
  complaints: 5_000,
  /** Diagnostics that one document may have. */
  complaintsPerDocument: 100,
  /** Pairs of names that one run compares to find the name that was meant. */
  comparisons: 10_000_000,
  /** UTF-16 units of the rules of all policies together. */
  ruleLength: 200_000,
  /** UTF-16 units that the slow parser may read in one run, to say precisely what is wrong. */
  carefulLength: 8 * 1024 * 1024,
} as const
