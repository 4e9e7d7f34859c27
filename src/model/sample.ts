/** How a sample was drawn. */
export interface Sample {
  readonly seed: string
  /** So many rows were drawn, of so many. */
  readonly size: number
  readonly population: number
  /** The digest of what it was drawn from. */
  readonly digest: string
  readonly method: string
}
