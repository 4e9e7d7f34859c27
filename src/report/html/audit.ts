import { createHash } from 'node:crypto'
import type { Audit } from '../../model/audit.js'
import { VERDICTS } from '../../model/audit.js'
import { jsonText, escape as shown } from '../escape.js'
import { safe } from '../safe.js'
import { clientScript, clientStyle } from './generated/client.js'
import { html, htmlText, type Markup } from './markup.js'
import type { PageExplanations, PageMeta, TableMeta } from './page-data.js'
import { type People, withoutNames } from './people.js'
import { Parts, tableParts, textParts } from './rows/encode.js'
import { placeText, tablesOf } from './rows/tables.js'
import { Texts } from './rows/texts.js'
import { bars } from './sections/bars.js'
import { evidence, glossary } from './sections/evidence.js'
import { exceptions } from './sections/exceptions.js'
import { head } from './sections/head.js'
import { idle } from './sections/idle.js'
import { policies } from './sections/policies.js'
import { totals } from './sections/totals.js'
import { doubts, drawn, verdict } from './sections/verdict.js'
import { VERDICT_WORDS } from './words.js'

/** An audit and what it is about. */
export interface AuditPage {
  readonly platform: {
    readonly environment: string | null
    readonly tenant: string
    readonly url: string
    readonly revision: number
  }
  readonly tool: string
  /** Of the documents; nulls where they are in no repository. */
  readonly estate: { readonly commit: string | null; readonly dirty: boolean | null }
  readonly people: People
  readonly audit: Audit
}

/**
 * The audit as one page that needs nothing but itself: what there is to know stands in it as HTML, the rows in columns
 * for the program that it carries (E14). It asks nobody for anything, and its own policy forbids that it could.
 */
export function* auditHtml(given: AuditPage): Generator<string> {
  const page = { ...given, audit: withoutNames(given.audit, given.people) }
  yield opening(page)
  yield text(html`${head(page)}${drawn(page.audit)}${verdict(given.audit)}`)
  yield* views(page)
  yield* data(page)
  yield `<script>${clientScript}</script>\n</body>\n</html>\n`
}

const text = (markup: Markup): string => `${markup.text}\n`

const digestOf = (content: string): string => `'sha256-${createHash('sha256').update(content).digest('base64')}'`

/** Nothing from anywhere: this script and this style, no picture, no request, no frame, no form, no other base. */
const POLICY = [
  "default-src 'none'",
  `script-src ${digestOf(clientScript)}`,
  `style-src ${digestOf(clientStyle)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ')

function opening({ platform: { environment, tenant }, audit }: AuditPage): string {
  const what = audit.sample === undefined ? 'Access audit' : 'Access audit, a sample'
  const title = [what, environment, tenant, audit.date].filter((each) => each !== null).join(' · ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${htmlText(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${htmlText(title)}</title>
<style>${clientStyle}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
`
}

const VIEWS = [
  ['summary', 'Summary'],
  ['access', 'Access'],
  ['matrix', 'Matrix'],
  ['connections', 'Connections'],
  ['unused', 'Unused'],
  ['accounts', 'Accounts'],
  ['exceptions', 'Exceptions'],
  ['evidence', 'Evidence'],
]

/** What is read as it stands; the program shows one view at a time, and without it all of them stand below each other. */
function* views(page: AuditPage): Generator<string> {
  const { audit } = page
  yield text(
    html`<nav id="views" aria-label="Views" hidden><ul>${VIEWS.map(([view, label]) => html`<li><a href="#/${view}" data-view="${view}">${label}</a></li>`)}</ul></nav>
<main id="content" tabindex="-1">
<noscript><p class="loud slim">Rows are searched and sorted by the program in this page, and your browser does not run it. The summary stands without it; <code>writ audit --format csv</code> has the rows.</p></noscript>`,
  )
  yield '<div data-shows="summary">\n'
  yield text(html`${doubts(audit)}<div class="columns">${totals(audit, page.people)}${idle(audit)}</div>`)
  yield text(html`${bars(audit, 'app')}${bars(audit, 'account')}${policies(audit)}`)
  yield '</div>\n<div id="rows"></div>\n<div id="print"></div>\n<div data-shows="exceptions">\n'
  yield text(exceptions(audit))
  yield '</div>\n<div data-shows="evidence">\n'
  yield text(html`${evidence(page)}${glossary()}`)
  yield '</div>\n</main>\n'
}

/** The rows: tables as columns, the texts once each, and where each of them stands. */
function* data({ audit, people, platform }: AuditPage): Generator<string> {
  const texts = new Texts(shown)
  const tables = tablesOf(audit, people, texts)
  const settled = texts.settle()
  const parts = new Parts()
  const to = { texts: [] as number[], lists: 0 }
  const metas: TableMeta[] = []
  let explanations = 0
  yield* textParts(settled, parts, to)
  for (const table of tables) yield* tableParts(table, settled, parts, metas)
  yield* parts.add(jsonText(explanationsOf(audit)), (part) => {
    explanations = part
  })
  const meta: PageMeta = {
    formatVersion: 1,
    people,
    name: ['audit', platform.environment, platform.tenant, audit.date].filter((each) => each !== null).join('-'),
    createdAt: audit.createdAt,
    verdicts: VERDICTS.map((name) => ({ name, sign: VERDICT_WORDS[name].sign, says: VERDICT_WORDS[name].says })),
    tables: metas,
    ...to,
    explanations,
  }
  // In a script element only `<` could begin an end tag or a comment.
  yield `<script type="application/json" id="meta">${jsonText(safe(meta)).replaceAll('<', '\\u003c')}</script>\n`
}

function explanationsOf({ explanations, gates }: Audit): PageExplanations {
  return safe({
    explanations,
    gates: gates.map(({ gate, live, declared, value, wanted, at, changedBy }) => ({
      ...{ gate, live, declared, value, wanted, at: at.map(placeText) },
      ...(changedBy === undefined
        ? {}
        : { changed: changedBy && { by: changedBy.principal, via: changedBy.via, when: changedBy.at } }),
    })),
  })
}
