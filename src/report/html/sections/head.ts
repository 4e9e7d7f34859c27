import { minute, shortDigest } from '../../words.js'
import type { AuditPage } from '../audit.js'
import { html, type Markup } from '../markup.js'

/** What this is about: environment, tenant and address first, then when, and what proves it. */
export function head({ platform, audit, tool, estate, people }: AuditPage): Markup {
  const { environment, tenant, url, revision } = platform
  const facts: [string, Markup | string][] = [
    ['Platform', url],
    ['Looked at', html`<time datetime="${audit.createdAt}">${minute(audit.createdAt)}</time>`],
    ['Dates as of', audit.date],
    ['Live revision', String(revision)],
    ['Documents', documents(estate)],
    ['Made by', tool],
    ['Audit', html`<code title="${audit.digest}">${shortDigest(audit.digest)}</code>`],
    ...(people === 'names' ? [] : [['People', PEOPLE[people]] as [string, string]]),
  ]
  return html`<header class="top">
<div class="title"><p class="brand">Writ</p><h1>Access audit${audit.sample !== undefined && ', a sample'} <span class="where">${[environment, tenant].filter((each) => each !== null).join(' · ')}</span></h1></div>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>`
}

const PEOPLE = { pseudonyms: 'stand under other names', counts: 'are only counted' }

/** The commit of the documents, and whether what was audited is what it holds. */
function documents({ commit, dirty }: AuditPage['estate']): Markup {
  if (commit === null) return html`in no repository`
  return html`commit <code title="${commit}">${commit.slice(0, 12)}</code>${dirty === true && html` <strong class="tone bad">with edits that are not committed</strong>`}`
}
