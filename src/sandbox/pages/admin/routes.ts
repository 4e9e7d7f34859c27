import { acting, type PageRoute } from '../visit.js'
import { accounts, begin } from './accounts.js'
import { allowed, saveList, showMenu } from './allowed.js'
import { reauth, remove } from './connection-actions.js'
import { connections } from './connections.js'
import { integrations } from './integrations.js'
import { invitations, withdraw } from './invitations.js'
import { invite, send } from './invite.js'
import { levelRoutes } from './levels.js'
import { people } from './people.js'
import { person } from './person.js'
import { block, enterKey, keyForm, removePerson, request } from './person-deeds.js'
import { registryRoutes } from './registry-routes.js'

const ACCOUNT = '/admin/accounts/:account'
const PERSON = `${ACCOUNT}/people/:user`

/** The administration: accounts, people, invitations, connections, settings of the three levels, and the registry. */
export const adminRoutes: PageRoute[] = [
  { method: 'GET', url: '/admin', handle: begin },
  { method: 'GET', url: '/admin/accounts', handle: accounts },
  { method: 'GET', url: `${ACCOUNT}/people`, handle: people },
  { method: 'GET', url: PERSON, handle: person },
  { method: 'POST', url: `${PERSON}/request`, handle: acting(request, person) },
  { method: 'GET', url: `${PERSON}/key`, handle: keyForm },
  { method: 'POST', url: `${PERSON}/key`, handle: acting(enterKey, keyForm) },
  { method: 'POST', url: `${PERSON}/block`, handle: acting(block, person) },
  { method: 'POST', url: `${PERSON}/remove`, handle: acting(removePerson, person) },
  { method: 'GET', url: `${ACCOUNT}/connections`, handle: connections },
  { method: 'POST', url: `${ACCOUNT}/connections/reauth`, handle: acting(reauth, connections) },
  { method: 'POST', url: `${ACCOUNT}/connections/remove`, handle: acting(remove, connections) },
  { method: 'GET', url: `${ACCOUNT}/invitations`, handle: invitations },
  { method: 'POST', url: `${ACCOUNT}/invitations/withdraw`, handle: acting(withdraw, invitations) },
  { method: 'GET', url: `${ACCOUNT}/invitations/new`, handle: (visit) => invite(visit) },
  { method: 'POST', url: `${ACCOUNT}/invitations/new`, handle: acting(send, invite) },
  { method: 'GET', url: `${ACCOUNT}/apps`, handle: allowed },
  { method: 'POST', url: `${ACCOUNT}/apps`, handle: acting(saveList, allowed) },
  { method: 'POST', url: `${ACCOUNT}/apps/menu`, handle: acting(showMenu, allowed) },
  { method: 'GET', url: `${ACCOUNT}/integrations`, handle: integrations },
  ...levelRoutes,
  ...registryRoutes,
]
