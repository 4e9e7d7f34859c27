import { KINDS } from '../kinds/index.js'
import type { Address } from '../model/address.js'
import type { FileName } from '../model/file-names.js'
import type { Connections } from './connection.js'
import type { Page } from './page.js'
import { pagesBelow } from './pages.js'
import { invitedRemarks } from './people.js'
import type { Place } from './place.js'

/** The pages that stand in one file, by its path below the estate. */
export type Files = ReadonlyMap<string, readonly Page[]>

/** Something that lives and is ungoverned, by its address. */
export interface Told {
  readonly address: Address
  readonly message: string
}

/** The files of one account: its own, and one for each project with its groups. */
export function accountFiles(
  place: Place,
  connections: Connections,
  own: Page | null,
  folder: string,
  projectFile: FileName,
): { readonly files: Files; readonly told: readonly Told[] } {
  const told: Told[] = unsayable(place)
  if (own !== null) {
    for (const { message } of told) own.remark('', message)
    if (place.kinds.has('User')) for (const line of invitedRemarks(place.account)) own.remark('', line)
    for (const line of connections.remarks) own.leave('', line)
  }
  const below = pagesBelow(place, connections)
  const first = [...(own === null ? [] : [own]), ...below.own]
  const files = new Map<string, readonly Page[]>(first.length > 0 ? [[`accounts/${folder}.yaml`, first]] : [])
  for (const [project, pages] of below.projects) files.set(`accounts/${folder}/${projectFile(project)}.yaml`, pages)
  return { files, told }
}

/** What lives under a name that no document can say. */
function unsayable(place: Place): Told[] {
  const { account, kinds } = place
  const of = (kind: 'template' | 'project' | 'user') => {
    const names = { template: place.templates, project: place.projects, user: place.users }[kind]
    return [...names.cannot].map(([name, reason]) => told(kind, account.address, name, reason))
  }
  const groups = [...place.groups].flatMap(([parent, names]) =>
    [...names.cannot].map(([name, reason]) => told('group', parent, name, reason)),
  )
  return [
    ...(kinds.has('ProjectTemplate') ? of('template') : []),
    ...(kinds.has('Project') ? of('project') : []),
    ...(kinds.has('Group') ? groups : []),
    ...(kinds.has('User') ? of('user') : []),
  ]
}

function told(kind: 'template' | 'project' | 'group' | 'user', parent: Address, name: string, reason: string): Told {
  const address = KINDS[kind].address(parent, name)
  return { address, message: `the ${kind} ${name} is left out: ${reason}` }
}
