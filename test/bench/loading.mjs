import { join } from 'node:path'
import { readPlatform, writeEstate } from './estates.mjs'
import { medianOf, ratio, run, script, sideBySide } from './measure.mjs'
import { startPlatform } from './sandbox.mjs'
import { seedOf } from './shapes.mjs'

/** Loads the same documents from files of different sizes, beside the parsers alone. */
export async function measureLoading(folder, { scale, rounds, sizes }) {
  const platform = await startPlatform(seedOf(scale, 0))
  const rows = await readPlatform(platform).finally(platform.stop)
  const cells = []
  for (const [label, perFile] of Object.entries(sizes)) {
    const dir = join(folder, `load-${scale}-${label}`)
    const documents = await writeEstate(dir, rows, 'written', perFile)
    cells.push({ scale, label, documents, ...(await measureCell(dir, rounds)) })
  }
  return cells
}

async function measureCell(dir, rounds) {
  const load = async (what) => {
    const result = await run([script('./load.mjs'), what, dir])
    return { ...result, ...JSON.parse(result.stdout) }
  }
  const { writ, yaml, jsYaml } = await sideBySide(rounds, {
    yaml: () => load('yaml'),
    jsYaml: () => load('js-yaml'),
    writ: () => load('validate'),
  })
  return {
    ...{ workMs: medianOf(writ, 'workMs'), yamlMs: medianOf(yaml, 'workMs'), jsYamlMs: medianOf(jsYaml, 'workMs') },
    ...{ times: ratio(writ, yaml, 'workMs'), timesJsYaml: ratio(writ, jsYaml, 'workMs') },
    ...{ peakMiB: medianOf(writ, 'peakMiB'), yamlPeakMiB: medianOf(yaml, 'peakMiB') },
  }
}
