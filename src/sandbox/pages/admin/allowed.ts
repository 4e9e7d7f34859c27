import { update } from '../../operations.js'
import { isOperator } from '../../roles.js'
import type { AccountRow } from '../../rows.js'
import { byCategory, categoryName } from '../view/categories.js'
import { button, form, tick, ticks } from '../view/form.js'
import { flag, type Html, html } from '../view/html.js'
import { badge } from '../view/parts.js'
import { demandThat, type Reply, seen, type Visit, visitor, writing } from '../visit.js'
import { administered, adminPage, adminPath } from './place.js'

/** An account's menu (T1) and allow-list (T2), for operators. The list can be edited only while the menu is on (T8). */
export function allowed(visit: Visit): Reply {
  demandThat(isOperator(visitor(visit)), 'Only operators decide which apps an account may have.')
  const account = administered(visit)
  const { id, etag, showIntegrations: menu } = account
  const body = html`<h1>Allowed apps</h1>
<section class="panel" aria-labelledby="menu"><div class="head"><h2 id="menu">Menu visibility</h2>${menu ? badge('good', 'Shown') : badge('none', 'Hidden')}</div>
<p>Show integrations: the menu in the portal of ${account.name}. Hiding it ends no connection.</p>
${button(visit, adminPath(id, 'apps', 'menu'), menu ? 'Hide the menu' : 'Show the menu', { show: menu ? 'no' : 'yes', version: etag })}</section>
<section class="panel" aria-labelledby="list"><h2 id="list">Apps that may be connected</h2>${menu ? list(visit, account) : html`<p class="warn">The list can be edited once the menu is shown.</p>`}</section>`
  return adminPage(visit, { title: 'Allowed apps', account, body })
}

function list(visit: Visit, { id, etag, allowedApps }: AccountRow): Html {
  const all = allowedApps === 'all'
  const apps = visit.platform.store.find('apps', {})
  const boxes = byCategory(apps).map(([category, members]) => {
    const ticked = members.map(({ name, displayName }) =>
      tick('app', name, displayName, all || allowedApps.includes(name)),
    )
    return ticks(categoryName(category), html`<div class="boxes">${ticked}</div>`)
  })
  const fields = html`<label class="tick"><input type="checkbox" name="all" value="yes" data-all="app"${flag('checked', all)}>
<span>Select all, and apps added later</span></label>${boxes}<button class="main">Save</button>`
  return form(visit, adminPath(id, 'apps'), fields, { version: etag })
}

/** T8: here the list follows the menu; the interface takes both. */
export function saveList(visit: Visit): Reply {
  const account = administered(visit)
  demandThat(account.showIntegrations, 'Show the menu first, then choose the apps.')
  const allowedApps = visit.form.get('all') === 'yes' ? 'all' : visit.form.getAll('app')
  return change(visit, account, { allowedApps }, 'The list is saved. Customers may see it a minute or two later.')
}

export function showMenu(visit: Visit): Reply {
  const showIntegrations = visit.form.get('show') === 'yes'
  const text = `The menu is ${showIntegrations ? 'shown' : 'hidden'}. Customers may see it a minute or two later.`
  return change(visit, administered(visit), { showIntegrations }, text)
}

function change(visit: Visit, { id }: AccountRow, body: Partial<AccountRow>, text: string): Reply {
  writing(visit, (write) => update(write, 'accounts', id, seen(visit), body))
  return { to: adminPath(id, 'apps'), notice: { tone: 'done', text } }
}
