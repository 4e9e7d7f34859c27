import { KINDS } from '../kinds/index.js'
import { children, type Resource } from '../model/resource.js'
import { merged } from './compare.js'
import type { Prediction } from './predict.js'
import type { Proposal } from './propose.js'

/** The apps that a change shuts where they are on: by what the platform does after it, or because the place itself goes. */
export function appsShut({ operation, resource }: Proposal, predictions: readonly Prediction[]): string[] {
  const gone = predictions.filter((each) => each.operation === 'remove').map((each) => each.resource)
  const places = operation === 'remove' ? [resource, ...gone] : gone
  return [...predictions.filter(narrows).map((each) => each.resource.key), ...places.flatMap(appsOnIn)]
}

function narrows({ operation, resource, after }: Prediction): boolean {
  if (operation !== 'update' || !resource.kind.endsWith('-integration')) return false
  const { direction } = KINDS[resource.kind]
  const will = merged(resource.fields, after ?? {})
  const moves = direction(resource.fields as never, will as never)
  return moves === 'closes' || moves === 'mixed'
}

/** The apps that are on in an account, a project or a group, each level by its own switch. */
function appsOnIn(place: Resource): string[] {
  const on = (kind: 'account-integration' | 'project-integration') =>
    [...children(place, kind).values()].filter(({ fields }) => fields.enabled).map(({ key }) => key)
  const own = [...children(place, 'group-integration').values()].filter(({ fields }) => fields.setting === 'on')
  return [...on('account-integration'), ...on('project-integration'), ...own.map(({ key }) => key)]
}
