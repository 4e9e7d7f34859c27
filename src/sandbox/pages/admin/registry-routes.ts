import { create, remove, update } from '../../operations.js'
import { invalidAt } from '../../problems.js'
import { isOperator } from '../../roles.js'
import { field, form, select } from '../view/form.js'
import { html } from '../view/html.js'
import { acting, demandThat, type PageRoute, type Reply, seen, type Visit, visitor, writing } from '../visit.js'
import { adminPage } from './place.js'
import { appPath, registry } from './registry.js'
import { appOf, fieldsOf, registryApp, uninstallPage } from './registry-app.js'

/** R3: install, configure, activate, deactivate, upgrade, uninstall. */
export const registryRoutes: PageRoute[] = [
  { method: 'GET', url: '/admin/registry', handle: registry },
  { method: 'GET', url: '/admin/registry/install', handle: installPage },
  { method: 'POST', url: '/admin/registry/install', handle: acting(install, installPage) },
  { method: 'GET', url: '/admin/registry/:app', handle: registryApp },
  { method: 'POST', url: '/admin/registry/:app', handle: acting(configure, registryApp) },
  { method: 'POST', url: '/admin/registry/:app/status', handle: acting(setStatus, registryApp) },
  { method: 'POST', url: '/admin/registry/:app/install', handle: acting(installListed, registryApp) },
  { method: 'POST', url: '/admin/registry/:app/upgrade', handle: acting(upgrade, registryApp) },
  { method: 'GET', url: '/admin/registry/:app/uninstall', handle: uninstallPage },
  { method: 'POST', url: '/admin/registry/:app/uninstall', handle: acting(uninstall, uninstallPage) },
]

const AUTHS = [
  { value: 'oauth2', text: 'OAuth: people sign in at the provider' },
  { value: 'api-key', text: 'API key' },
]

function installPage(visit: Visit): Reply {
  demandThat(isOperator(visitor(visit)), 'Only operators install apps.')
  const { form: sent } = visit
  const fields = html`${field({ name: 'name', label: 'Short name', value: sent.get('name') ?? '', required: true, hint: 'Small letters, digits and hyphens. It never changes.' })}
${select('auth', 'How people connect', AUTHS, sent.get('auth') ?? 'oauth2')}${fieldsOf({ category: 'other' }, sent)}<button class="main">Install</button>`
  const body = html`<div class="narrow"><h1>Install an app</h1>${form(visit, '/admin/registry/install', fields)}</div>`
  return adminPage(visit, { title: 'Install an app', trail: [{ href: '/admin/registry', text: 'Registry' }], body })
}

/** What the fields say, as the interface takes it. */
function bodyOf({ form: sent }: Visit) {
  const listed = (name: string) => (sent.get(name) ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const texts = ['displayName', 'description', 'provider', 'category'].map((name) => [
    name,
    sent.get(name)?.trim() ?? '',
  ])
  return { ...Object.fromEntries(texts), uses: listed('uses'), scopes: listed('scopes') }
}

/** Lines of name=value. */
function pairs({ form: sent }: Visit, name: 'settings' | 'secrets'): [string, string][] {
  const lines = (sent.get(name) ?? '').split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const at = line.indexOf('=')
    const key = line.slice(0, Math.max(0, at)).trim()
    if (key === '' || /\s/.test(key))
      throw invalidAt(`/${name}`, `must have a line like name=value where it says "${line.trim()}"`)
    return [key, line.slice(at + 1).trim()]
  })
}

const secretsOf = (visit: Visit) =>
  Object.fromEntries(pairs(visit, 'secrets').map(([name, value]) => [name, value === '' ? null : value]))

function install(visit: Visit): Reply {
  const { form: sent } = visit
  const given = { name: sent.get('name')?.trim() ?? '', auth: sent.get('auth') ?? '', secrets: secretsOf(visit) }
  const body = { ...bodyOf(visit), ...given, settings: Object.fromEntries(pairs(visit, 'settings')) }
  writing(visit, (write) => create(write, 'apps', body))
  return { to: '/admin/registry', notice: { tone: 'done', text: `${given.name} is installed.` } }
}

/** An app that is listed already needs no more than a word. */
function installListed(visit: Visit): Reply {
  const app = appOf(visit)
  writing(visit, (write) => create(write, 'apps', { name: app.name, auth: app.auth }))
  return { to: appPath(app), notice: { tone: 'done', text: `${app.displayName} is installed.` } }
}

/** A line that is gone takes its setting away; a value that reads the same keeps its type. */
function configure(visit: Visit): Reply {
  const app = appOf(visit)
  const written = new Map(pairs(visit, 'settings'))
  const gone = Object.keys(app.settings)
    .filter((key) => !written.has(key))
    .map((key): [string, null] => [key, null])
  const changed = [...written].filter(([key, value]) => String(app.settings[key]) !== value)
  const body = { ...bodyOf(visit), settings: Object.fromEntries([...gone, ...changed]), secrets: secretsOf(visit) }
  return change(visit, body, `${app.displayName} is saved.`)
}

function setStatus(visit: Visit): Reply {
  const status = visit.form.get('status')
  return change(visit, { status }, `${appOf(visit).displayName} is ${status}.`)
}

function upgrade(visit: Visit): Reply {
  const version = visit.form.get('to')
  return change(visit, { version }, `${appOf(visit).displayName} is at version ${version}.`)
}

function change(visit: Visit, body: object, text: string): Reply {
  const app = appOf(visit)
  writing(visit, (write) => update(write, 'apps', app.id, seen(visit), body))
  return { to: appPath(app), notice: { tone: 'done', text } }
}

function uninstall(visit: Visit): Reply {
  const { id, displayName } = appOf(visit)
  writing(visit, (write) => remove(write, 'apps', id, seen(visit), { confirm: visit.form.get('confirm') ?? '' }))
  return { to: '/admin/registry', notice: { tone: 'done', text: `${displayName} is uninstalled.` } }
}
