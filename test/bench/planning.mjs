import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readPlatform, writeEstate } from './estates.mjs'
import { medianOf, ratio, run, script, sideBySide } from './measure.mjs'
import { startPlatform } from './sandbox.mjs'
import { seedOf } from './shapes.mjs'

/** `writ plan` where the commands are built. */
function planCommand(dir) {
  const bin = script('../../bin/writ.js')
  const isBuilt = existsSync(bin) && existsSync(script('../../dist/commands/plan.js'))
  return isBuilt ? [bin, 'plan', dir] : [script('./plan.mjs'), dir]
}

/** Plans an unchanged platform with both estates, each beside its floor. */
export async function measurePlanning(folder, { scale, connections, rounds, forms }) {
  const platform = await startPlatform(seedOf(scale, connections))
  try {
    const rows = await readPlatform(platform)
    const cells = []
    for (const form of forms) {
      const dir = join(folder, `${scale}-${connections}-${form}`)
      const documents = await writeEstate(dir, rows, form)
      cells.push({ scale, connections, form, documents, ...(await measureCell(platform, dir, rounds)) })
    }
    return cells
  } finally {
    await platform.stop()
  }
}

async function measureCell(platform, dir, rounds) {
  const env = { WRIT_TOKEN: platform.readToken }
  await platform.counted()
  const results = await sideBySide(rounds, {
    floor: () => counting(platform, () => run([script('./floor.mjs'), platform.url, dir], { env })),
    writ: () => counting(platform, () => run(planCommand(dir), { env })),
  })
  const { floor, writ } = results
  const rows = Number(/(\d+) rows/.exec(floor[0].stdout)?.[1])
  return {
    rows,
    requests: medianOf(writ, 'requests'),
    ...{ wallMs: medianOf(writ, 'wallMs'), floorMs: medianOf(floor, 'wallMs'), times: ratio(writ, floor, 'wallMs') },
    ...{ cpuMs: medianOf(writ, 'cpuMs'), floorCpuMs: medianOf(floor, 'cpuMs') },
    ...{ peakMiB: medianOf(writ, 'peakMiB'), floorPeakMiB: medianOf(floor, 'peakMiB') },
    peakTimes: ratio(writ, floor, 'peakMiB'),
  }
}

async function counting(platform, task) {
  const result = await task()
  return { ...result, requests: (await platform.counted()).length }
}
