import type { Code } from '../codes.js'
import { limits } from '../limits.js'
import { Bare } from './bare.js'
import { foldKey } from './keys.js'
import { type Refusal, resolvePlain } from './plain.js'
import type { AliasNode, MapNode, Node, ScalarNode, Span } from './tree.js'

/** Something that YAML allows, or other readers read otherwise, and Writ does not take. */
export interface Complaint extends Span {
  readonly code: Code
  readonly message: string
  readonly help: string
  /** Where the first of two twins stands. */
  readonly first?: Span
}

const refusals: Record<Refusal, { code: Code; message: (text: string) => string; help: string }> = {
  null: {
    code: 'yaml/null',
    message: (text) => (text === '' ? 'there is no value here' : `${text} is not a value`),
    help: 'Leave the key out to have no opinion, or write [] (a list) or false (a switch) to have none.',
  },
  'number-form': {
    code: 'yaml/number-form',
    message: (text) => `${text} is a different number, or text, to different readers`,
    help: 'Write a plain decimal number, or put quotes around what is text.',
  },
  'unsafe-number': {
    code: 'yaml/unsafe-number',
    message: (text) => `${text} is too large to be kept exactly`,
    help: 'Put quotes around an id.',
  },
  'not-a-number': {
    code: 'yaml/not-a-number',
    message: (text) => `${text} is not a number that can be counted with`,
    help: 'Write a number, or put quotes around what is text.',
  },
}

/** A document's value, and every complaint about how it is written. */
export function readStrictly(tree: Node): { value: unknown; complaints: Complaint[] } {
  const reader = new StrictReader()
  return { value: reader.value(tree, tree), complaints: reader.complaints }
}

class StrictReader {
  readonly complaints: Complaint[] = []

  /** The value of a node; `holder` is what to point at where the node itself is nothing. */
  value(node: Node, holder: Span, depth = 1): unknown {
    this.properties(node)
    if (node.type === 'alias') return this.alias(node)
    if (node.type === 'scalar') return this.scalar(node, holder)
    if (depth > limits.depth) return this.complain(node, 'yaml/too-deep', ...tooDeep)
    if (node.type === 'map') return this.map(node, depth)
    return node.items.map((item) => this.value(item, node, depth + 1))
  }

  private scalar(node: ScalarNode, holder: Span): unknown {
    if (!node.plain) return node.text
    const plain = resolvePlain(node.text)
    if ('value' in plain) return plain.value
    const { code, message, help } = refusals[plain.refused]
    if (node.text !== '') return this.complain(node, code, message(node.text), help)
    return this.complain(holder, code, message(''), wordsFor(holder) ?? help)
  }

  private map(node: MapNode, depth: number): Bare {
    const map = new Bare()
    const seen = new Map<string, { key: string; at: Span }>()
    if (node.entries.length > limits.keys) {
      const message = `this map has ${node.entries.length} keys`
      this.complain(node, 'yaml/too-many-keys', message, `A map may have ${limits.keys}; split the document.`)
      return map
    }
    for (const { key, value } of node.entries) {
      const name = this.key(key)
      const read = this.value(value, key, depth + 1)
      if (name === undefined || this.isTwin(seen, name, key)) continue
      map[name] = read
    }
    return map
  }

  private key(node: Node): string | undefined {
    this.properties(node)
    if (node.type === 'alias') this.alias(node)
    if (node.type !== 'scalar') return this.notText(node, 'a key must be text')
    if (node.plain && node.text === '<<') return this.complain(node, 'yaml/merge-key', ...mergeKey)
    if (node.text === '') return this.notText(node, 'a key is missing before the colon')
    if (!node.plain) return node.text
    const plain = resolvePlain(node.text)
    if ('value' in plain && typeof plain.value === 'string') return plain.value
    return this.notText(node, `the key ${node.text} is not text`)
  }

  private isTwin(seen: Map<string, { key: string; at: Span }>, key: string, at: Span): boolean {
    const fold = foldKey(key)
    const first = seen.get(fold)
    if (!first) {
      seen.set(fold, { key, at })
      return false
    }
    const same = first.key === key
    const code = same ? 'yaml/duplicate-key' : 'yaml/similar-key'
    const message = same
      ? `${key} stands here a second time`
      : `${key} and ${first.key} differ only in case or in how they are encoded`
    this.add({ ...span(at), code, message, help: 'Keep one of the two.', first: span(first.at) })
    return true
  }

  private properties({ anchor, tag }: Node): void {
    if (anchor) this.complain(anchor, 'yaml/anchor', 'anchors are not taken', 'Write the value out where it is needed.')
    if (tag) this.complain(tag, 'yaml/tag', 'tags are not taken', 'Leave the tag out; put quotes around what is text.')
  }

  private alias(node: AliasNode): undefined {
    return this.complain(node, 'yaml/alias', 'aliases are not taken', 'Write the value out where it is needed.')
  }

  private notText(at: Span, message: string): undefined {
    return this.complain(at, 'yaml/key-not-text', message, 'Put quotes around the key.')
  }

  private complain(at: Span, code: Code, message: string, help: string): undefined {
    this.add({ ...span(at), code, message, help })
  }

  private add(complaint: Complaint): void {
    if (this.complaints.length < limits.complaintsPerDocument) this.complaints.push(complaint)
  }
}

/** What only people can say: a document that was made ready to be pasted leaves it open. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['reason', 'Say why, in words: whoever reviews it and whoever audits it reads that.'],
  ['by', 'Write who looked and answers for it, as an e-mail address: an empty Review is signed by nobody.'],
  ['owner', 'Say who answers for it, by name or e-mail address.'],
  ['approver', 'Say who approves it; nobody approves their own.'],
])
const wordsFor = (holder: Span): string | undefined =>
  'text' in holder && typeof holder.text === 'string' ? WORDS.get(holder.text) : undefined

const span = ({ start, end }: Span): Span => ({ start, end })
const tooDeep = [`lists and maps go deeper than ${limits.depth} levels`, 'No document needs that many.'] as const
const mergeKey = [
  'merge keys are not taken',
  'Write the keys out, or declare an AccountSet or a ProjectTemplate.',
] as const
