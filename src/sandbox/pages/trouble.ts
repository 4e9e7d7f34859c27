import { Problem } from '../problems.js'
import { type Html, html } from './view/html.js'
import { layout } from './view/layout.js'
import type { Visit } from './visit.js'
import { inWords } from './words.js'

const TITLES: Record<number, string> = { 403: 'Not for you', 404: 'Not here', 500: 'Something failed' }

/** A form without our mark, or with one of an earlier visit. */
export class OldForm extends Problem {
  constructor() {
    super('forbidden', 'This form is not from this page, or you signed in again since. Open the page once more.')
  }
}

/** The page for what cannot be shown at all. */
export function troublePage(visit: Visit, problem: Problem): Html {
  const title = titleOf(problem)
  const body = html`<h1>${title}</h1><p>${inWords(problem)}</p><p><a href="/">Back to the start</a></p>`
  return layout(visit, { title, body })
}

function titleOf(problem: Problem): string {
  if (problem instanceof OldForm) return 'This form is too old'
  return TITLES[problem.status] ?? 'That did not work'
}
