import { expect, test } from 'vitest'
import { keep, seed, times } from './figures.js'
import type { Fuzzed } from './fuzz.js'
import { fuzzDocuments } from './fuzz-documents.js'
import { fuzzPlanFiles } from './fuzz-plan-files.js'

const seconds = times(60, 1_800)

const told = ({ cases, crashes, slowest, peakMiB }: Fuzzed) => ({
  ...{ cases, crashes: crashes.length, seconds },
  ...{ 'slowest ms': slowest, 'peak MiB': peakMiB },
})

/** No case may take longer, in milliseconds of the processor. */
const LONGEST = 1_000
/** What a run may grow by. */
const MOST_MIB = 1_024

function expectWell({ crashes, slowest, peakMiB }: Fuzzed): void {
  expect(crashes.slice(0, 5)).toEqual([])
  expect({ hung: slowest > LONGEST, swollen: peakMiB > MOST_MIB }).toEqual({ hung: false, swollen: false })
}

test('no estate makes loading crash, hang or swell', async () => {
  const fuzzed = await fuzzDocuments({ seconds }, seed)
  keep('6 fuzzed estates', told(fuzzed))
  expectWell(fuzzed)
})

test('no plan file makes reading, showing or approving crash, hang or swell', async () => {
  const fuzzed = await fuzzPlanFiles({ seconds }, seed)
  keep('7 fuzzed plan files', told(fuzzed))
  expectWell(fuzzed)
})
