/** How much one request may be, and how long it may take. */
export interface Limits {
  bodyBytes: number
  /** Request line and headers together. */
  headerBytes: number
  urlLength: number
  queryParameters: number
  jsonDepth: number
  /** Members of objects and items of lists, in the whole body. */
  jsonValues: number
  formFields: number
  /** Until headers and body have arrived. */
  requestMs: number
  headersMs: number
  connections: number
}

/** A bulk write of 1,000 items fits in, with lists in each. */
export const LIMITS: Limits = {
  bodyBytes: 10 * 1024 * 1024,
  headerBytes: 16 * 1024,
  urlLength: 8 * 1024,
  queryParameters: 50,
  jsonDepth: 32,
  jsonValues: 500_000,
  formFields: 5_000,
  requestMs: 60_000,
  headersMs: 20_000,
  connections: 1_000,
}
