// The floor: fetches and parses the same pages, with the same parallelism, and runs `yaml` over the same bytes. No more.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { parseAllDocuments } from 'yaml'

const [url, dir] = process.argv.slice(2)
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  stringKeys: true,
  merge: false,
  uniqueKeys: false,
  prettyErrors: false,
}
const LISTS = [
  ...['user-integrations', 'group-integrations', 'project-integrations', 'account-integrations', 'workflows'],
  ...['connections', 'invitations', 'users', 'groups', 'projects', 'project-templates', 'accounts', 'apps'],
]
const PARALLELISM = 6
const dispatcher = new Agent({ connections: PARALLELISM })
const headers = { authorization: `Bearer ${process.env.WRIT_TOKEN}`, accept: 'application/json' }

async function fetchList(list) {
  let rows = 0
  for (let cursor = ''; cursor !== null; ) {
    const path = `/v1/${list}?limit=1000${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const answer = await request(url + path, { dispatcher, headers })
    const { items, next } = JSON.parse(Buffer.from(await answer.body.arrayBuffer()).toString())
    rows += items.length
    cursor = next
  }
  return rows
}

async function fetchAll() {
  const left = [...LISTS]
  const work = async () => {
    let rows = 0
    for (let list = left.shift(); list !== undefined; list = left.shift()) rows += await fetchList(list)
    return rows
  }
  const counts = await Promise.all(Array.from({ length: PARALLELISM }, work))
  return counts.reduce((sum, count) => sum + count, 0)
}

function parseAll() {
  let documents = 0
  for (const file of readdirSync(dir, { recursive: true }))
    if (file.endsWith('.yaml')) documents += parseAllDocuments(readFileSync(join(dir, file), 'utf8'), OPTIONS).length
  return documents
}

const documents = dir === undefined ? 0 : parseAll()
const rows = url === '-' ? 0 : await fetchAll()
await dispatcher.close()
process.stdout.write(`${documents} documents, ${rows} rows\n`)
