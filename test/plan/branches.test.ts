import { expect, it } from 'vitest'
import { branches } from '../../src/plan/branches.js'

interface Node {
  readonly name: string
  readonly needs: Node[]
}
const node = (name: string, ...needs: Node[]): Node => ({ name, needs })
const numbers = (nodes: readonly Node[]) => [...branches(nodes)].map(([{ name }, number]) => `${name}${number}`)

it('E6: what needs each other, directly or not, is one branch; numbers begin at 0 in the order of the changes', () => {
  const [a, b] = [node('a'), node('b')]
  const c = node('c', a)
  const d = node('d', c)
  expect(numbers([a, b, c, d])).toEqual(['a0', 'b1', 'c0', 'd0'])
})

it('E6: one change that needs two others makes one branch of them', () => {
  const [a, b, c] = [node('a'), node('b'), node('c')]
  expect(numbers([a, b, c, node('d', a, c)])).toEqual(['a0', 'b1', 'c0', 'd0'])
})

it('a need outside the list binds nothing, and nothing at all gives nothing', () => {
  const far = node('far')
  expect(branches([])).toEqual(new Map())
  expect(new Set(branches([node('a', far), node('b')]).values()).size).toBe(2)
})

it('a long chain is found without a deep stack', () => {
  const chain: Node[] = []
  for (let at = 0; at < 20_000; at++) chain.push(node(String(at), ...chain.slice(-1)))
  expect(new Set(branches(chain).values())).toEqual(new Set([0]))
})
