// tsc, then what tsc does not carry over: generated JavaScript, and the manifest that spares oclif from loading every command.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Plugin } from '@oclif/core'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
const buildInfo = join(dist, '.tsbuildinfo')

/** All files under a folder of the repository, relative to it. */
async function filesUnder(folder) {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

async function compile() {
  // What tsc remembers is worthless once its output is gone.
  if (!existsSync(join(dist, 'index.js'))) await rm(buildInfo, { force: true })
  await mkdir(dirname(buildInfo), { recursive: true })
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const run = spawnSync(process.execPath, [tsc, '-p', root, '--incremental', '--tsBuildInfoFile', buildInfo], {
    stdio: 'inherit',
  })
  if (run.status !== 0) process.exit(run.status ?? 1)
}

const isCarried = (file) => /(^|[\\/])generated[\\/][^\\/]+(\.js|\.d\.ts)$/.test(file)

async function carryGenerated(sources) {
  for (const file of sources.filter(isCarried)) await cp(join(root, 'src', file), join(dist, file))
}

/** A command whose source was removed must not live on in dist. */
async function removeOrphans(sources) {
  const stems = new Set(sources.map((file) => file.replace(/(\.d)?\.(ts|js)$/, '')))
  const isOrphan = (file) => /\.(js|d\.ts)$/.test(file) && !stems.has(file.replace(/(\.d)?\.(ts|js)$/, ''))
  const orphans = (await filesUnder(dist)).filter(isOrphan)
  for (const file of orphans) await rm(join(dist, file))
}

/** Commands are the files at the top of commands/ and in the topics' folders; how oclif finds them is said there, for the program and for this. */
async function writeManifest(sources) {
  const target = join(root, 'oclif.manifest.json')
  await rm(target, { force: true })
  const options = join(dist, 'commands/support/oclif.js')
  if (!sources.some((file) => /^commands[\\/][^\\/]+\.ts$/.test(file)) || !existsSync(options)) return
  const { oclifOptions } = await import(pathToFileURL(options))
  const plugin = new Plugin({
    ...oclifOptions(),
    ignoreManifest: true,
    errorOnManifestCreate: true,
    respectNoCacheDefault: true,
  })
  await plugin.load()
  await writeFile(target, `${JSON.stringify(plugin.manifest, null, 2)}\n`)
}

const sources = await filesUnder(join(root, 'src'))
await carryGenerated(sources)
await compile()
await removeOrphans(sources)
await writeManifest(sources)
