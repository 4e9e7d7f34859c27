import { spend, subjectOf } from '../mail/links.js'
import { forbidden } from '../problems.js'
import type { UserRow } from '../rows.js'
import { principalOfToken, type TokenKind } from '../tokens.js'
import { accepting, showInvitation } from './invitation.js'
import { signIn, signOut } from './session.js'
import { field, form } from './view/form.js'
import { html } from './view/html.js'
import { layout } from './view/layout.js'
import { acting, type PageRoute, type Reply, type Visit } from './visit.js'

/** Coming in, by token or by a link of a mail, and going out. */
export const signInRoutes: PageRoute[] = [
  { method: 'GET', url: '/', handle: start },
  { method: 'GET', url: '/sign-in', handle: show },
  { method: 'POST', url: '/sign-in', handle: acting(enter, show) },
  { method: 'POST', url: '/sign-out', handle: leave },
  { method: 'GET', url: '/invitations/accept', handle: showInvitation },
  { method: 'POST', url: '/invitations/accept', handle: accepting },
]

/** Everybody begins where they have something to do. */
function start({ who }: Visit): Reply {
  if (!who) return { to: '/sign-in' }
  return { to: who.role === 'member' ? '/portal' : '/admin' }
}

function show(visit: Visit): Reply {
  const { query, form: sent } = visit
  const code = sent.get('code') ?? query.get('code')
  const to = sent.get('to') ?? query.get('to') ?? ''
  const user = code === null ? undefined : userOf(visit, code)
  const kept = html`<input type="hidden" name="to" value="${to}">`
  const body = user
    ? html`<h1>Sign in</h1><p>This link signs you in as <strong>${user.email}</strong>. It works once.</p>
${form(visit, '/sign-in', html`${kept}<input type="hidden" name="code" value="${code}"><button class="main">Sign in</button>`)}`
    : html`<h1>Sign in</h1>${code !== null && html`<p class="warn">The link was used already, or is too old. Sign in with a token.</p>`}
${form(visit, '/sign-in', html`${kept}${field({ name: 'token', label: 'Token', type: 'password', required: true, hint: 'The sandbox printed two when it started; its control surface makes more, for anybody.' })}<button class="main">Sign in</button>`)}`
  return { page: layout(visit, { title: 'Sign in', body: html`<div class="narrow">${body}</div>` }) }
}

function enter(visit: Visit): Reply {
  const { platform, key, form: sent } = visit
  const { user, kind } = meant(visit)
  signOut(platform, key)
  const code = sent.get('code')
  if (code !== null) spend(platform, code)
  return { to: ourPath(sent.get('to')), key: signIn(platform, user, kind) }
}

function meant(visit: Visit): { user: string; kind: TokenKind } {
  const code = visit.form.get('code')
  if (code !== null) {
    const user = userOf(visit, code)
    if (!user) throw forbidden('The link was used already, or is too old. Sign in with a token.')
    return { user: user.id, kind: 'full' }
  }
  const who = principalOfToken(visit.platform.store, (visit.form.get('token') ?? '').trim())
  if (!who) throw forbidden('Nobody was given this token. Copy all of it, from "writ_" on.')
  return { user: who.id, kind: who.kind }
}

function userOf({ platform }: Visit, code: string): UserRow | undefined {
  const id = subjectOf(platform, 'sign-in', code)
  return id === undefined ? undefined : platform.store.get('users', id)
}

/** Where to go on: here, and nowhere else. */
const ourPath = (to: string | null): string => (to !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : '/')

function leave({ platform, key }: Visit): Reply {
  signOut(platform, key)
  return { to: '/sign-in' }
}
