import { authorizeConnection, connectByKey, startConnection } from '../flows.js'
import { acting, type PageRoute, type Reply, type Visit, visitor } from '../visit.js'
import { app } from './app.js'
import { connection, edit } from './connection.js'
import { disconnect } from './disconnect.js'
import { home } from './home.js'
import { integrations } from './integrations.js'

/** The customer's portal. */
export const portalRoutes: PageRoute[] = [
  { method: 'GET', url: '/portal', handle: home },
  { method: 'GET', url: '/portal/integrations', handle: integrations },
  { method: 'GET', url: '/portal/integrations/:app', handle: app },
  { method: 'GET', url: '/portal/integrations/connections/:id', handle: connection },
  { method: 'POST', url: '/portal/integrations/connections/:id', handle: acting(edit, connection) },
  { method: 'POST', url: '/portal/connect', handle: acting(connect, again) },
  { method: 'POST', url: '/portal/authorize', handle: acting(authorize, integrations) },
  { method: 'POST', url: '/portal/key', handle: acting(enterKey, app) },
  { method: 'POST', url: '/portal/disconnect', handle: acting(disconnect, integrations) },
]

/** What the visitor asked for, in their own name. */
const wishOf = (visit: Visit) => ({
  account: visitor(visit).account ?? '',
  app: visit.form.get('app') ?? '',
  project: visit.form.get('project') || null,
  name: visit.form.get('name')?.trim() || null,
})

/** U3: on to the third party; the connection is made when they come back. */
function connect(visit: Visit): Reply {
  return { to: startConnection(visit, wishOf(visit)) }
}

/** A refused start is told where it was asked for: T5's sentence, on the page with the toggles. */
function again(visit: Visit): Reply {
  return visit.form.has('name') ? app(visit) : integrations(visit)
}

function authorize(visit: Visit): Reply {
  return { to: authorizeConnection(visit, visit.form.get('id') ?? '') }
}

function enterKey(visit: Visit): Reply {
  connectByKey(visit, { ...wishOf(visit), apiKey: visit.form.get('apiKey') ?? '' })
  return { to: '/portal/integrations', notice: { tone: 'done', text: 'You are connected.' } }
}
