/**
 * What scripts add; every page works without. Forms marked `data-live` filter while one types, tables in place; a box
 * marked `data-all` ticks all others of its fieldset.
 */
export const SCRIPT = `'use strict'
const later = (work, wait) => {
  let timer
  return (...given) => {
    clearTimeout(timer)
    timer = setTimeout(() => work(...given), wait)
  }
}

let latest = 0
async function refresh(form) {
  const mine = ++latest
  const url = new URL(form.action)
  url.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '')).toString()
  const answer = await fetch(url)
  if (!answer.ok || mine !== latest) return
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const [now, then] = [document, page].map((where) => where.getElementById('results'))
  if (!now || !then) return
  now.replaceWith(document.adoptNode(then))
  history.replaceState(null, '', url)
}

for (const form of document.querySelectorAll('form[data-live]')) {
  const soon = later(() => void refresh(form), 200)
  form.addEventListener('input', soon)
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void refresh(form)
  })
}

for (const all of document.querySelectorAll('input[data-all]')) {
  const others = [...all.form.querySelectorAll('input[name="' + all.dataset.all + '"]')]
  const settle = () => {
    for (const box of others) box.disabled = all.checked
  }
  all.addEventListener('change', settle)
  settle()
}
`
