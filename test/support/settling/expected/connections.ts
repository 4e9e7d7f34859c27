import { connectionDoc } from '../judged.js'
import { type Fact, type Here, told } from './fact.js'

interface Use {
  users?: string[]
  groups?: string[]
}

/** The name and the use of each declared connection (C4); only its creator changes them (C3), so most differences are held. */
export function ofConnections({ ran, account, row }: Here): Fact[] {
  const { names } = ran
  return ran.after.connections.flatMap((each) => {
    const doc = each.account === row.id ? connectionDoc(ran, account, each) : undefined
    if (doc === undefined) return []
    const address = names.address('connections', { ...each })
    const said = doc.usableBy as 'everyone' | Use | undefined
    const live = each.usableBy
    const is =
      live === 'everyone'
        ? live
        : useOf({ users: live.users.map(names.email), groups: live.groups.map((id) => names.path(id)) })
    const use = { address, what: 'usableBy', is, wanted: said === 'everyone' ? said : useOf(said ?? {}) }
    return [{ address, what: 'name', is: each.name, wanted: doc.name }, ...(said === undefined ? [] : [use])]
  })
}

const useOf = ({ users = [], groups = [] }: Use): string => `${told(users)}; ${told(groups)}`
