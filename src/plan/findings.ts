import { KINDS } from '../kinds/index.js'
import { parseAddress } from '../model/address.js'
import type { Change } from '../model/generated/plan.js'
import type { Problem } from '../model/problem.js'
import type { Resource } from '../model/resource.js'

/** L10: enabling what the platform has not configured is accepted, and opens nothing until it is. Said once an app. */
export function registryFindings(changes: readonly Change[], apps: ReadonlyMap<string, Resource<'app'>>): Problem[] {
  const enabled = new Map<string, number>()
  for (const { address, after } of changes) {
    const { kind, keys } = parseAddress(address)
    const [, app] = keys
    if (kind === 'account' && app !== undefined && after?.enabled === true)
      enabled.set(app, (enabled.get(app) ?? 0) + 1)
  }
  return [...enabled].flatMap(([app, count]) => {
    const why = closedBecause(apps.get(app))
    if (why === null) return []
    const message = `${app} is ${why} on the platform: enabling it in ${count} account${count === 1 ? '' : 's'} opens nothing until it is mended`
    return [
      { code: 'registry/closed', severity: 'warning', address: KINDS.app.address('', app), message, statements: [] },
    ]
  })
}

function closedBecause(app: Resource<'app'> | undefined): string | null {
  if (app === undefined) return 'not installed'
  if (app.fields.state !== 'active') return 'inactive'
  return app.fields.configured ? null : 'not configured'
}
