import type { Visit } from '../visit.js'
import { form } from './form.js'
import { type Html, html, type Part } from './html.js'

/** A link of the menu. */
export interface Link {
  href: string
  text: string
  /** Whether the pages below are somebody else's. */
  alone?: true
}

export interface Page {
  title: string
  /** Where the visitor is, from the top; the page itself is not among them. */
  trail?: Link[]
  menu?: Link[]
  body: Part
}

/** What surrounds every page: skip link, head with menu, one main part, and the word of the last action. */
export function layout(visit: Visit, { title, trail = [], menu = [], body }: Page): Html {
  return html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · ${visit.platform.tenant}</title>
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" href="/assets/icon.svg">
<script src="/assets/page.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="/">${visit.platform.tenant}</a>
${menu.length > 0 && navigation(visit, menu)}
${visitorBox(visit)}
</header>
<main id="main" tabindex="-1">
${trail.length > 0 && breadcrumbs(trail, title)}
${noticeBox(visit)}
${body}
</main>
</body>
</html>`
}

function navigation({ path }: Visit, menu: Link[]): Html {
  const here = menu
    .filter((link) => isHere(link, path))
    .sort(byLength)
    .at(-1)
  const items = menu.map(
    (link) => html`<li><a href="${link.href}"${link === here && html` aria-current="page"`}>${link.text}</a></li>`,
  )
  return html`<nav aria-label="Main"><ul>${items}</ul></nav>`
}

function isHere({ href, alone }: Link, path: string): boolean {
  const [place] = href.split('?')
  return path === place || (alone === undefined && path.startsWith(`${place}/`))
}

const byLength = (a: Link, b: Link): number => a.href.length - b.href.length

function breadcrumbs(trail: Link[], title: string): Html {
  const links = trail.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)
  return html`<nav class="trail" aria-label="Where you are"><ol>${links}<li aria-current="page">${title}</li></ol></nav>`
}

function visitorBox(visit: Visit): Part {
  if (!visit.who) return false
  const { name, role, kind } = visit.who
  const may = kind === 'read' ? `${role}, may only look` : role
  return html`<div class="visitor"><span>${name} <small>${may}</small></span>
${form(visit, '/sign-out', html`<button class="quiet">Sign out</button>`)}</div>`
}

function noticeBox({ notice }: Visit): Part {
  if (!notice) return false
  const [role, mark, lead] = notice.tone === 'done' ? ['status', '✓', 'Done.'] : ['alert', '!', 'That did not work.']
  return html`<div class="notice ${notice.tone}" role="${role}"><span class="mark" aria-hidden="true">${mark}</span>
<p><strong>${lead}</strong> ${notice.text}</p></div>`
}
