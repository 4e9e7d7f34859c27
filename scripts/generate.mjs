// Makes every generated file, or those of the scripts named; with --check, only says which ones are stale.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** All generated files, path in the repository to content. Each script under scripts/generate/ answers for its own. */
export async function generateAll(names = []) {
  const folder = join(root, 'scripts/generate')
  const wanted = (script) => script.endsWith('.mjs') && (names.length === 0 || names.includes(script.slice(0, -4)))
  const scripts = (await readdir(folder)).filter(wanted).sort()
  const makers = await Promise.all(scripts.map((name) => import(join(folder, name))))
  const files = await Promise.all(makers.map((maker) => maker.default()))
  return new Map(files.flatMap((made) => [...made]))
}

/** The paths whose content on disk is not what the schemas give. */
export async function staleFiles(files) {
  const stale = []
  for (const [path, content] of files) {
    const current = await readFile(join(root, path), 'utf8').catch(() => null)
    if (current !== content) stale.push(path)
  }
  return stale
}

async function main() {
  const files = await generateAll(process.argv.slice(2).filter((argument) => !argument.startsWith('--')))
  const stale = await staleFiles(files)
  if (process.argv.includes('--check')) {
    for (const path of stale) process.stderr.write(`stale: ${path}\n`)
    process.exitCode = stale.length > 0 ? 1 : 0
    return
  }
  for (const path of stale) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), files.get(path))
    process.stdout.write(`wrote ${path}\n`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
