import { attach, child, detach, type Resource } from '../model/resource.js'
import { merged } from './compare.js'
import type { Fields, Move } from './draft.js'
import type { Prediction } from './predict.js'
import type { Proposal } from './propose.js'

/** Looks at the draft as it would be after a change and what the platform does after it, and leaves it as it was. */
export function simulated<T>(proposal: Proposal, predictions: readonly Prediction[], look: () => T): T {
  const own = { ...proposal, parent: proposal.pair.parent, operation: moveOf(proposal) }
  return moved([own, ...predictions], look)
}

/** Looks at the draft as it would be after some writes, and leaves it as it was. */
export function moved<T>(moves: readonly Move[], look: () => T): T {
  const undos = moves.filter(({ operation }) => operation !== 'end').map(make)
  try {
    return look()
  } finally {
    for (const undo of undos.reverse()) undo()
  }
}

const moveOf = ({ operation }: Proposal): Move['operation'] => (operation === 'remove' ? 'remove' : 'update')

/** Makes one move on the draft, and tells how to take it back. */
function make({ operation, resource, parent, after }: Move): () => void {
  const isRoot = resource.kind === 'account'
  const stood = !isRoot && child(parent, resource.kind, resource.key) !== undefined
  if (operation === 'remove') {
    if (stood) detach(parent, resource.kind, resource.key)
    return () => {
      if (stood) attach(parent, resource)
    }
  }
  const { fields } = resource
  resource.fields = merged(fields, (after ?? {}) as Fields) as unknown as Resource['fields']
  if (!isRoot && !stood) attach(parent, resource)
  return () => {
    resource.fields = fields
    if (!isRoot && !stood) detach(parent, resource.kind, resource.key)
  }
}
