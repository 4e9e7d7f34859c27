/** Numbers the connected components of a graph of needs: what is in different ones runs and fails apart (E6). */
export function branches<T extends { readonly needs: Iterable<T> }>(nodes: readonly T[]): Map<T, number> {
  const parent = new Map<T, T>(nodes.map((node) => [node, node]))
  for (const node of nodes) for (const need of node.needs) parent.set(root(parent, node), root(parent, need))
  const numbers = new Map<T, number>()
  const result = new Map<T, number>()
  for (const node of nodes) {
    const top = root(parent, node)
    if (!numbers.has(top)) numbers.set(top, numbers.size)
    result.set(node, numbers.get(top) ?? 0)
  }
  return result
}

/** Finds the representative, and shortens the way there for the next time. */
function root<T>(parent: Map<T, T>, node: T): T {
  let top = node
  for (let above = parent.get(top); above !== undefined && above !== top; above = parent.get(top)) top = above
  for (let at = node; at !== top; ) {
    const above = parent.get(at) ?? top
    parent.set(at, top)
    at = above
  }
  return top
}
