import { flag, type Html, html, type Part } from '../pages/view/html.js'
import { STYLE } from './style.js'

/** What a person is asked at the third party. */
export interface Question {
  /** The third party's name: the app's. */
  app: string
  /** Who asks: the platform. */
  asker: string
  /** The account that the asker expects, if it says one. */
  hint: string | undefined
  /** The permissions it asks for. */
  scopes: readonly string[]
}

/** What a person has filled in, and what is wrong with it. */
export interface Attempt {
  account: string
  granted: readonly string[]
  complaint: string
}

/** One page for both questions: as which account, and what may be done with it. Works without a script. */
export function consentPage(question: Question, attempt?: Attempt): string {
  const { app, asker } = question
  return page(
    `Connect ${app}`,
    html`<h1>Connect ${app} to ${asker}</h1>
<p class="soft">${asker} wants to use ${app} in your name. You can take that back at any time.</p>
${attempt && html`<p class="said" role="alert">${attempt.complaint}</p>`}
<form method="post">
${accounts(question, attempt)}
${permissions(question, attempt)}
<div class="deeds"><button class="main" name="decision" value="allow">Allow</button>
<button name="decision" value="deny" formnovalidate>Deny</button></div>
</form>`,
  )
}

function accounts({ hint }: Question, attempt: Attempt | undefined): Html {
  const other = attempt !== undefined && attempt.account !== hint
  const known =
    hint !== undefined &&
    html`<label><input type="radio" name="account" value="${hint}"${flag('checked', !other)}> <span>${hint}</span></label>`
  const text = other ? attempt.account : ''
  return html`<fieldset><legend>Choose an account</legend>
${known}
<label><input type="radio" name="account" value=""${flag('checked', other || hint === undefined)}> <span>Use another account</span></label>
<label class="text"><span>Its name or address</span>
<input type="text" name="other" value="${text}" autocomplete="username" spellcheck="false" maxlength="254"></label>
</fieldset>`
}

function permissions({ scopes, asker }: Question, attempt: Attempt | undefined): Part {
  if (scopes.length === 0) return html`<p class="soft">${asker} asks for no permissions beyond knowing the account.</p>`
  const boxes = scopes.map(
    (scope) =>
      html`<label><input type="checkbox" name="scope" value="${scope}"${flag('checked', attempt?.granted.includes(scope) ?? true)}> <span>${scope}</span></label>`,
  )
  return html`<fieldset><legend>Permissions to grant</legend>${boxes}</fieldset>`
}

/** What went wrong, for whoever cannot be sent back to where they came from. */
export const errorPage = (error: string, description: string | undefined): string =>
  page(
    'This cannot go on',
    html`<h1>This cannot go on</h1>
<p>${description ?? 'The request is not one that can be answered.'}</p>
<p class="soft">${error}. Close this page and start again where you came from.</p>`,
  )

const page = (title: string, body: Html): string =>
  `<!doctype html>\n${html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>${STYLE_ELEMENT}</head><body><main>${body}</main></body></html>`}`

/** The style has no sign that would need escaping, and its digest stands in the policy. */
const STYLE_ELEMENT = html`<style>${STYLE}</style>`
