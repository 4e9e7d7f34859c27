import { parseAddress } from '../model/address.js'
import type { Access, Change } from '../model/generated/plan.js'

/**
 * Could a change be why somebody may use an app, or no more? It could where it opens, or closes, the app itself, its
 * setting somewhere in the account, or a thing in the account that stands for every app. A project counts either way:
 * an account without any is open as a whole, so that the first one closes it and the last one opens it.
 */
export function touches(wanted: 'opens' | 'closes', uses: readonly Access[]): (change: Change) => boolean {
  const pairs = new Set(uses.map(({ account, app }) => JSON.stringify([account, app])))
  const accounts = new Set(uses.map(({ account }) => account))
  const apps = new Set(uses.map(({ app }) => app))
  return ({ address, direction, operation }) => {
    const { kind, parts, keys } = parseAddress(address)
    const [first = ''] = parts
    const isProject = kind === 'project' && keys.length === 0 && (operation === 'create' || operation === 'remove')
    if (direction !== wanted && direction !== 'mixed' && !isProject) return false
    if (kind === 'app') return apps.has(first)
    if (keys[0] === 'integrations') return pairs.has(JSON.stringify([first, keys[1]]))
    return kind !== 'connection' && accounts.has(first)
  }
}
