/** What `${{ }}` may name: `github`, `inputs`, `secrets`, `steps`, `runner`, `env` … */
export type Contexts = Readonly<Record<string, unknown>>

/** A text with its `${{ }}` resolved, as a runner does; null becomes empty. */
export const resolved = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => shown(evaluate(expression, contexts)))

/** Whether an `if:` holds. */
export const holds = (condition: string, contexts: Contexts): boolean =>
  isTruthy(evaluate(condition.replace(/^\s*\$\{\{(.*)\}\}\s*$/s, '$1'), contexts))

const shown = (value: unknown): string => (value === null || value === undefined ? '' : String(value))
const isTruthy = (value: unknown): boolean => value !== '' && Boolean(value)

/** The part of the expression language that our files use; anything else throws, so that nothing is assumed. */
export function evaluate(expression: string, contexts: Contexts): unknown {
  const tokens = expression.match(/'(?:[^']|'')*'|[\w.-]+\(\)|[\w.-]+|==|!=|&&|\|\||[!()]/g) ?? []
  if (tokens.join('') !== expression.replace(/\s+(?=(?:[^']*'[^']*')*[^']*$)/g, ''))
    throw new Error(`this runner does not know the expression ${expression}`)
  let at = 0
  const take = (...wanted: string[]): string | undefined => {
    const token = tokens[at]
    if (token === undefined || !wanted.includes(token)) return undefined
    at += 1
    return token
  }
  const either = (): unknown => {
    let left = both()
    while (take('||')) {
      const right = both()
      left = isTruthy(left) ? left : right
    }
    return left
  }
  const both = (): unknown => {
    let left = compared()
    while (take('&&')) {
      const right = compared()
      left = isTruthy(left) ? right : left
    }
    return left
  }
  const compared = (): unknown => {
    const left = single()
    const sign = take('==', '!=')
    return sign === undefined ? left : (shown(left) === shown(single())) === (sign === '==')
  }
  const single = (): unknown => {
    if (take('!')) return !isTruthy(single())
    if (take('(')) {
      const inner = either()
      if (!take(')')) throw new Error(`unbalanced: ${expression}`)
      return inner
    }
    const token = tokens[at]
    if (token === undefined) throw new Error(`ends too early: ${expression}`)
    at += 1
    return lookUp(token, contexts)
  }
  const value = either()
  if (at !== tokens.length) throw new Error(`left over: ${tokens.slice(at).join(' ')}`)
  return value
}

function lookUp(token: string, contexts: Contexts): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'")
  if (token === 'true' || token === 'false') return token === 'true'
  if (/^\d+$/.test(token)) return Number(token)
  let value: unknown = contexts
  for (const part of token.split('.')) {
    if (value === contexts && !(part in contexts)) throw new Error(`there is no context ${part}`)
    value = (value as Record<string, unknown> | undefined)?.[part]
  }
  return value
}
