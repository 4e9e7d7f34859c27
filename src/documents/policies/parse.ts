import { parse } from '@bufbuild/cel'

/** An expression, taken apart. */
export type Expr = ReturnType<typeof parse>['expr']

export interface Parsed {
  readonly expr: Expr
  /** Where a part of it begins, in UTF-16 units. */
  readonly offsetOf: (part: { readonly id: bigint }) => number
}

/** Why a text is no expression, and where. */
export interface Unparsed {
  readonly message: string
  readonly offset: number
}

const longest = 160

/** Takes an expression apart. What is nested too deep for the parser is told like any other mistake. */
export function parseRule(text: string): Parsed | Unparsed {
  try {
    const { expr, sourceInfo } = parse(text)
    return { expr, offsetOf: ({ id }) => sourceInfo?.positions[id.toString()] ?? 0 }
  } catch (error) {
    if (error instanceof RangeError) return { message: tooDeep, offset: 0 }
    const { rawMessage, location } = error as { rawMessage?: string; location?: { start?: { offset?: number } } }
    const message = rawMessage ?? (error instanceof Error ? error.message : String(error))
    const short = message.length > longest ? `${message.slice(0, longest)}…` : message
    return { message: `this is not CEL: ${short}`, offset: location?.start?.offset ?? 0 }
  }
}

export const tooDeep = 'this is nested too deep'
