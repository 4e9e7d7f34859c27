import { render } from 'preact'
import { App, printing } from './app.js'
import { load } from './load.js'
import { searched, wordsIn } from './query.js'

const place = document.getElementById('rows')
const views = document.getElementById('views')

/** The summary stands in the page as it is; this brings the rows to life. */
async function start(): Promise<void> {
  if (place === null || views === null) return
  const data = await load(document)
  views.hidden = false
  render(<App data={data} />, place)
  addEventListener('beforeprint', () => printing(data))
  matchMedia('print').addEventListener('change', ({ matches }) => matches && printing(data))
  document.documentElement.dataset.ready = 'true'
  warm(Object.values(data.tables).flatMap((table) => searched(table).map((name) => () => wordsIn(data, table, name))))
}

/** What the first search needs is found out before it, a piece at a time: nobody waits for it. */
function warm([first, ...rest]: readonly (() => unknown)[]): void {
  if (first === undefined) return
  setTimeout(() => {
    first()
    warm(rest)
  }, 20)
}

start().catch((error: unknown) => {
  const told = document.createElement('p')
  told.className = 'loud slim'
  told.textContent = `The rows of this page cannot be shown: ${String(error)}. The summary below stands; --format csv has the rows. A browser of 2023 or later is needed.`
  place?.before(told)
})
