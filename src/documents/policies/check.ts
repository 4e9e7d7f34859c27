import { inputObjects, type Subject } from '../../model/generated/policy-fields.js'
import { didYouMean } from '../../model/nearest.js'
import { callOf, functionNames, isFunction, isMacro, patternError } from './functions.js'
import { type Expr, type Parsed, tooDeep } from './parse.js'
import {
  BOOL,
  DYN,
  fieldNames,
  fieldOf,
  itemOf,
  listOf,
  literal,
  mapOf,
  mayBe,
  mayEqual,
  only,
  type Type,
  textsOf,
  typeOfInput,
  union,
  wordsOf,
} from './types.js'

/** What is wrong with an expression, and which of its characters. */
export interface Wrong {
  readonly code: 'policy/unknown-name' | 'policy/unknown-function' | 'policy/type' | 'policy/syntax'
  readonly message: string
  readonly help?: string
  readonly offset: number
  readonly length: number
}

/** Holds an expression against the published schema of what rules see: names, functions, and what fits together. */
export function checkRule(text: string, { expr, offsetOf }: Parsed, on: Subject): Wrong[] {
  const checker = new Checker(text, offsetOf)
  try {
    const type = checker.infer(expr, variablesOf(on))
    const message = `a rule is true or false, and this is ${wordsOf(type)}`
    if (!mayBe(type, 'bool'))
      return [...checker.wrong, { code: 'policy/type', message, offset: 0, length: text.length }]
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [{ code: 'policy/syntax', message: tooDeep, offset: 0, length: 1 }]
  }
  return checker.wrong
}

type Scope = ReadonlyMap<string, Type>
type Case<C extends NonNullable<Expr['exprKind']['case']>> = Extract<Expr['exprKind'], { case: C }>['value']

const variablesOf = (on: Subject): Scope =>
  new Map(Object.entries(inputObjects[on] ?? {}).map(([name, input]) => [name, typeOfInput(input)]))

/** Names of types, which `type(x) == list` compares with. */
const TYPE_NAMES = new Set(['int', 'uint', 'double', 'bool', 'string', 'bytes', 'list', 'map', 'null_type', 'type'])

class Checker {
  readonly wrong: Wrong[] = []

  constructor(
    private readonly text: string,
    private readonly offsetOf: Parsed['offsetOf'],
  ) {}

  /** @param word what to underline: the next place where it stands */
  tell(at: { readonly id: bigint }, code: Wrong['code'], message: string, help?: string, word = ''): void {
    const begin = this.offsetOf(at)
    const offset = word === '' ? begin : Math.max(begin, this.text.indexOf(word, begin))
    this.wrong.push({ code, message, ...(help ? { help } : {}), offset, length: Math.max(1, word.length) })
  }

  infer(expr: Expr, scope: Scope): Type {
    const { exprKind } = expr
    switch (exprKind.case) {
      case 'constExpr':
        if (exprKind.value.constantKind.case === 'bytesValue')
          this.tell(expr, 'policy/type', 'nothing here is bytes', 'Write a text: no b before the quotes.')
        return constant(exprKind.value)
      case 'identExpr':
        return this.ident(expr, exprKind.value.name, scope)
      case 'selectExpr':
        return this.select(expr, exprKind.value, scope)
      case 'listExpr':
        return listOf(
          exprKind.value.elements.length === 0
            ? DYN
            : union(exprKind.value.elements.map((each) => this.infer(each, scope))),
        )
      case 'structExpr':
        return this.struct(expr, exprKind.value, scope)
      case 'callExpr':
        return this.call(expr, exprKind.value, scope)
      case 'comprehensionExpr':
        return this.comprehension(exprKind.value, scope)
      default:
        return DYN
    }
  }

  private ident(expr: Expr, name: string, scope: Scope): Type {
    const known = scope.get(name)
    if (known !== undefined) return known
    if (TYPE_NAMES.has(name)) return only('type')
    const names = [...scope.keys()].filter((each) => !each.startsWith('@'))
    const message = `no variable is called ${name} here.${didYouMean(name, names)}`
    this.tell(expr, 'policy/unknown-name', message, `Variables here: ${names.join(', ')}.`, name)
    return DYN
  }

  private select(expr: Expr, { operand, field, testOnly }: Case<'selectExpr'>, scope: Scope): Type {
    const of = operand === undefined ? DYN : this.infer(operand, scope)
    const found = fieldOf(of, field)
    if (found !== null) return testOnly ? BOOL : found
    const names = fieldNames(of)
    const [message, help] =
      names.length > 0
        ? [`there is no field ${field} here.${didYouMean(field, names)}`, `Fields here: ${names.join(', ')}.`]
        : [`${wordsOf(of)} has no fields`]
    this.tell(expr, 'policy/unknown-name', message, help, field)
    return testOnly ? BOOL : DYN
  }

  private struct(expr: Expr, { messageName, entries }: Case<'structExpr'>, scope: Scope): Type {
    if (messageName !== '') {
      this.tell(expr, 'policy/unknown-name', `there is no type ${messageName}`, undefined, messageName)
      return DYN
    }
    const values = entries.flatMap(({ keyKind, value }) => {
      if (keyKind.case === 'mapKey') this.infer(keyKind.value, scope)
      return value === undefined ? [] : [this.infer(value, scope)]
    })
    return mapOf(values.length === 0 ? DYN : union(values))
  }

  private call(expr: Expr, { function: name, target, args }: Case<'callExpr'>, scope: Scope): Type {
    const qualified = target === undefined || isKnown(target, scope) ? null : `${nameOf(target)}.${name}`
    if (qualified !== null && isFunction(qualified)) return this.named(expr, qualified, undefined, args, scope)
    const types = args.map((each) => this.infer(each, scope))
    const special = this.operator(expr, name, args, types)
    if (special !== null) return special
    return this.named(expr, name, target === undefined ? undefined : this.infer(target, scope), args, scope, types)
  }

  /** What takes any type, or gives what depends on more than one of them. */
  private operator(expr: Expr, name: string, args: readonly Expr[], types: readonly Type[]): Type | null {
    const [one = DYN, other = DYN, third = DYN] = types
    switch (name) {
      case '_&&_':
      case '_||_':
        args.forEach((arg, at) => {
          this.wantBool(arg, types[at] ?? DYN)
        })
        return BOOL
      case '_?_:_':
        this.wantBool(args[0] as Expr, one)
        return union([other, third])
      case '_==_':
      case '_!=_':
        this.equal(expr, one, other)
        return BOOL
      case '@in':
        if (mayBe(other, 'list'))
          this.equal(
            expr,
            one,
            union(other.flatMap((sort) => (sort.is === 'list' ? [sort.of] : sort.is === 'dyn' ? [DYN] : []))),
          )
        return this.found(expr, name, other)
      case '_[_]':
        return this.index(args, one)
      case '_+_':
        return mayBe(one, 'list') && mayBe(other, 'list') ? this.joined(one, other) : null
      case '@not_strictly_false':
        return BOOL
      default:
        return null
    }
  }

  private joined(one: Type, other: Type): Type {
    const items = [...one, ...other].flatMap((sort) => (sort.is === 'list' ? [sort.of] : [DYN]))
    return listOf(union(items))
  }

  private found(expr: Expr, name: string, within: Type): Type {
    if (!mayBe(within, 'list', 'map', 'object'))
      this.tell(expr, 'policy/type', `nothing is ${name === '@in' ? 'in' : name} ${wordsOf(within)}`)
    return BOOL
  }

  private index([container, key]: readonly Expr[], of: Type): Type {
    const name = key?.exprKind.case === 'constExpr' ? key.exprKind.value.constantKind : undefined
    const field = name?.case === 'stringValue' ? fieldOf(of, name.value) : null
    if (field !== null) return field
    const items = of.flatMap((sort): Type[] => {
      if (sort.is === 'list' || sort.is === 'map') return [sort.of]
      return sort.is === 'dyn' || (sort.is === 'object' && name?.case !== 'stringValue') ? [DYN] : []
    })
    if (items.length > 0) return union(items)
    const names = fieldNames(of)
    const asked = name?.case === 'stringValue' ? name.value : ''
    const message =
      names.length > 0 ? `there is no field ${asked} here.${didYouMean(asked, names)}` : `${wordsOf(of)} has no parts`
    this.tell(container as Expr, 'policy/unknown-name', message)
    return DYN
  }

  private named(
    expr: Expr,
    name: string,
    target: Type | undefined,
    args: readonly Expr[],
    scope: Scope,
    inferred?: Type[],
  ): Type {
    const types = inferred ?? args.map((each) => this.infer(each, scope))
    if (!isFunction(name)) return this.unknownFunction(expr, name)
    const called = callOf(name, target, types)
    if ('wrong' in called) {
      const all = [...(target === undefined ? [] : [target]), ...types].map(wordsOf).join(' and ')
      const word = operatorOf(name)
      const message =
        called.wrong === 'count'
          ? `${word} does not take ${args.length} of ${all || 'nothing'}`
          : `${word} does not go with ${all}`
      this.tell(expr, 'policy/type', message, undefined, word)
      return DYN
    }
    if (name === 'matches') this.pattern(args.at(-1))
    return called.type
  }

  private unknownFunction(expr: Expr, name: string): Type {
    const message = isMacro(name)
      ? `${name} is not written so: it takes ${name === 'has' ? 'a field, like has(a.b)' : 'a name and what holds for it, like list.exists(x, x == 1)'}`
      : `there is no function ${name}.${didYouMean(name, functionNames)}`
    this.tell(expr, 'policy/unknown-function', message, `Functions: ${functionNames.join(', ')}.`, name)
    return DYN
  }

  private pattern(arg: Expr | undefined): void {
    const value = arg?.exprKind.case === 'constExpr' ? arg.exprKind.value.constantKind : undefined
    const error = value?.case === 'stringValue' ? patternError(value.value) : null
    if (error !== null) this.tell(arg as Expr, 'policy/syntax', error)
  }

  private comprehension(fold: Case<'comprehensionExpr'>, scope: Scope): Type {
    const { iterVar, iterRange, accuVar, accuInit, loopCondition, loopStep, result } = fold
    const range = iterRange === undefined ? DYN : this.infer(iterRange, scope)
    const item = itemOf(range)
    if (item === null) this.tell(iterRange as Expr, 'policy/type', `${wordsOf(range)} cannot be gone through`)
    const begin = accuInit === undefined ? DYN : this.infer(accuInit, scope)
    const inner = new Map([...scope, [iterVar, item ?? DYN], [accuVar, begin]])
    if (loopCondition !== undefined) this.infer(loopCondition, inner)
    const stepped = loopStep === undefined ? DYN : this.infer(loopStep, inner)
    const after = new Map([...scope, [accuVar, begin.some(({ is }) => is === 'list') ? stepped : begin]])
    return result === undefined ? DYN : this.infer(result, after)
  }

  private wantBool(arg: Expr, type: Type): void {
    if (!mayBe(type, 'bool')) this.tell(arg, 'policy/type', `this must be true or false, and is ${wordsOf(type)}`)
  }

  /** What can never be equal is a slip of the pen: another sort of value, or a text that a field never has. */
  private equal(expr: Expr, one: Type, other: Type): void {
    if (mayEqual(one, other)) return
    const [some, others] = [textsOf(one), textsOf(other)]
    if (some === null || others === null) {
      this.tell(expr, 'policy/type', `${wordsOf(one)} is never ${wordsOf(other)}`)
      return
    }
    const [wanted, possible] = some.length === 1 ? [some, others] : [others, some]
    const text = wanted[0] ?? ''
    const message = `this is never ${JSON.stringify(text)}.${didYouMean(text, possible)}`
    this.tell(expr, 'policy/type', message, `Possible: ${possible.join(', ')}.`)
  }
}

function constant({ constantKind }: Case<'constExpr'>): Type {
  switch (constantKind.case) {
    case 'stringValue':
      return literal(constantKind.value)
    case 'boolValue':
      return BOOL
    case 'int64Value':
      return only('int')
    case 'uint64Value':
      return only('uint')
    case 'doubleValue':
      return only('double')
    case 'bytesValue':
      return only('bytes')
    case 'nullValue':
      return only('null')
    default:
      return DYN
  }
}

const nameOf = ({ exprKind }: Expr): string => (exprKind.case === 'identExpr' ? exprKind.value.name : '')
const isKnown = (target: Expr, scope: Scope): boolean => nameOf(target) === '' || scope.has(nameOf(target))

/** `_>_` as authors write it. */
const operatorOf = (name: string): string => (/^[_!-]|_$/.test(name) ? name.replaceAll('_', '') : name)
