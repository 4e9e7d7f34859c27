import { remove, set } from '../../operations.js'
import { connectByKey, requestConsent } from '../flows.js'
import { field, form } from '../view/form.js'
import { html } from '../view/html.js'
import { type Reply, seen, type Visit, writing } from '../visit.js'
import { personOf } from './person.js'
import { administered, adminPage, adminPath } from './place.js'

const pageOf = ({ params }: Visit): string => adminPath(params.account ?? '', 'people', params.user ?? '')

const done = (visit: Visit, text: string): Reply => ({ to: pageOf(visit), notice: { tone: 'done', text } })

/** Asks somebody to connect an app (U2): they get a mail and decide themselves. */
export function request(visit: Visit): Reply {
  const { id, email } = personOf(visit)
  requestConsent(visit, { account: administered(visit).id, app: visit.form.get('app') ?? '', owner: id })
  return done(visit, `${email} got a mail that asks for consent.`)
}

/** The page on which an admin enters somebody's API key. */
export function keyForm(visit: Visit): Reply {
  const account = administered(visit)
  const { email } = personOf(visit)
  const app = visit.form.get('app') ?? visit.query.get('app') ?? ''
  const fields = html`<input type="hidden" name="app" value="${app}">
${field({ name: 'apiKey', label: 'API key', type: 'password', required: true, hint: 'It is kept out of sight from now on.' })}
<div class="row"><button class="main">Connect</button><a class="button" href="${pageOf(visit)}">Cancel</a></div>`
  const body = html`<div class="narrow"><h1>${app} for ${email}</h1>${form(visit, `${pageOf(visit)}/key`, fields)}</div>`
  return adminPage(visit, {
    title: `${app} for ${email}`,
    account,
    trail: [{ href: pageOf(visit), text: email }],
    body,
  })
}

export function enterKey(visit: Visit): Reply {
  const { form: sent } = visit
  const wish = { account: administered(visit).id, app: sent.get('app') ?? '', owner: personOf(visit).id }
  connectByKey(visit, { ...wish, apiKey: sent.get('apiKey') ?? '' })
  return done(visit, `${wish.app} is connected.`)
}

/** Closes or opens the person gate; a connection that lives stays. */
export function block(visit: Visit): Reply {
  const place = { parent: personOf(visit).id, app: visit.form.get('app') ?? '' }
  const blocked = visit.form.get('blocked') === 'yes'
  writing(visit, (write) => set(write, 'user-integrations', place, seen(visit), { blocked }))
  return done(visit, `${place.app} is ${blocked ? 'blocked' : 'not blocked any more'}.`)
}

/** Takes somebody out of the account; refused while they have connections. */
export function removePerson(visit: Visit): Reply {
  const { id, email } = personOf(visit)
  writing(visit, (write) => remove(write, 'users', id, seen(visit), {}))
  const notice = { tone: 'done', text: `${email} is removed from the account.` } as const
  return { to: adminPath(visit.params.account ?? '', 'people'), notice }
}
