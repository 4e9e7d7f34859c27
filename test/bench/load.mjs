// Loads and judges an estate, or only parses its files, and says how long that alone took.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const [what, dir] = process.argv.slice(2)

async function validating() {
  const { validate } = await import('../../dist/engine.js')
  return async () => {
    const { estate, diagnostics, documents } = await validate(dir, { now: new Date() })
    if (estate === null || diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics.slice(0, 3)))
    return documents
  }
}

/** The bytes as the parser gets them: reading the files counts. */
const texts = () =>
  readdirSync(dir, { recursive: true })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => readFileSync(join(dir, file), 'utf8'))

async function parsingYaml() {
  const { parseAllDocuments } = await import('yaml')
  const options = {
    version: '1.2',
    schema: 'core',
    stringKeys: true,
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
  }
  return async () => texts().reduce((count, text) => count + parseAllDocuments(text, options).length, 0)
}

async function parsingJsYaml() {
  const { loadAll } = await import('js-yaml')
  return async () => texts().reduce((count, text) => count + loadAll(text).length, 0)
}

const work = await { validate: validating, yaml: parsingYaml, 'js-yaml': parsingJsYaml }[what]()
const begin = performance.now()
const documents = await work()
process.stdout.write(JSON.stringify({ documents, workMs: performance.now() - begin }))
