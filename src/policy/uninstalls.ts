import { address, parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import { enforced, type Gate } from './gate.js'

/** Uninstalling needs its own word, even with `--yes` (R3): the plan names what is lost. */
export const uninstalls: Gate = (judged) =>
  enforced(judged)
    .filter(isUninstall)
    .map((change) => {
      const app = appOf(change)
      const lost = lostWith(app, judged.plan)
      const message = `${lost}; apply needs --confirm-uninstall ${app}`
      return { rule: 'uninstall', effect: 'warn', subject: address('app', app), message }
    })

type Lost = { readonly impact: Parameters<Gate>[0]['plan']['impact'] }

/** In words, what goes with an app. */
function lostWith(app: string, { impact }: Lost): string {
  const connections = impact.connections.filter((each) => each.app === app)
  const ids = new Set(connections.map(({ id }) => id))
  const accounts = new Set(connections.map(({ account }) => account)).size
  const workflows = impact.workflows.filter((each) => each.connections.some((id) => ids.has(id))).length
  const counts = [
    `${ids.size} ${ids.size === 1 ? 'connection' : 'connections'} in ${accounts} ${accounts === 1 ? 'account' : 'accounts'}`,
    `${workflows} ${workflows === 1 ? 'workflow' : 'workflows'}`,
  ]
  return `uninstalling ${app} destroys ${counts.join(', ')}, and its settings and secrets everywhere`
}

export const isUninstall = ({ operation, target }: Pick<Change, 'operation' | 'target'>): boolean =>
  operation === 'remove' && target.collection === 'apps'

export const appOf = ({ address: at }: Pick<Change, 'address'>): string => parseAddress(at).parts[0] ?? ''
