import { render } from 'preact'
import { App, printing } from './app.js'
import { load } from './load.js'
import { foldedTexts } from './query.js'

const place = document.getElementById('rows')
const views = document.getElementById('views')

/** The summary stands in the page as it is; this brings the rows to life. */
async function start(): Promise<void> {
  if (place === null || views === null) return
  const data = await load(document)
  views.hidden = false
  render(<App data={data} />, place)
  addEventListener('beforeprint', printing)
  matchMedia('print').addEventListener('change', ({ matches }) => matches && printing())
  document.documentElement.dataset.ready = 'true'
  // The first search should not wait for this.
  setTimeout(() => foldedTexts(data), 50)
}

start().catch((error: unknown) => {
  const told = document.createElement('p')
  told.className = 'loud slim'
  told.textContent = `The rows of this page cannot be shown: ${String(error)}. The summary below stands; --format csv has the rows. A browser of 2023 or later is needed.`
  place?.before(told)
})
