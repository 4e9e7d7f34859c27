import type { Problem } from '../problems.js'
import { type Html, html } from './view/html.js'
import { layout } from './view/layout.js'
import type { Visit } from './visit.js'
import { inWords } from './words.js'

const TITLES: Record<number, string> = { 403: 'Not for you', 404: 'Not here', 500: 'Something failed' }

/** The page for what cannot be shown at all. */
export function troublePage(visit: Visit, problem: Problem): Html {
  const title = TITLES[problem.status] ?? 'That did not work'
  const body = html`<h1>${title}</h1><p>${inWords(problem)}</p><p><a href="/">Back to the start</a></p>`
  return layout(visit, { title, body })
}
