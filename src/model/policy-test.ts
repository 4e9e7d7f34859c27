/** What a rule may say of an example. */
export type ExampleSaid = 'pass' | 'fail' | 'skip' | 'error'

/** What became of the examples that stand beside policies. */
export interface PolicyTest {
  readonly policies: readonly PolicyTested[]
  readonly counts: {
    readonly policies: number
    readonly examples: number
    readonly failed: number
    readonly unproven: number
  }
}

export interface PolicyTested {
  readonly name: string
  readonly file: string
  readonly line: number
  readonly examples: readonly ExampleTested[]
  /** What no example shows: that the rule lets something pass, or that it catches something. */
  readonly lacks: readonly ('pass' | 'fail')[]
}

export interface ExampleTested {
  readonly name: string
  readonly line: number
  readonly expected: ExampleSaid
  readonly said: ExampleSaid
  /** Why the rule could not be judged. */
  readonly error: string | null
  /** It said what was expected. */
  readonly ok: boolean
}
