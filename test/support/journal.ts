import type { Entry, RecoveredEntry, RunEntry } from '../../src/model/generated/record.js'
import type { CutOff, RecordEntry, RecordStore, RecordWriter, RunFacts } from '../../src/model/journal.js'

/** What stands in a journal of tests: entries without number and chain. */
export type Noted = RecordEntry | ({ type: 'run' } & RunFacts) | { type: 'seal' }

/** Records in memory, for whoever wants to see what is written when. */
export interface MemoryRecords {
  readonly store: Pick<RecordStore, 'begin' | 'unfinished'>
  /** Every record, the newest last. */
  readonly records: Noted[][]
  /** Called before an entry is kept; what it throws is a disk that fails. */
  before: (entry: Noted) => void
  /** The journal of a run that was cut off after so many entries, to be found by the next one. */
  cutOff(of: readonly Noted[], more?: Partial<RunEntry>): void
  /** What was said of those that were found. */
  readonly recovered: RecoveredEntry['results'][]
}

export function memoryRecords(): MemoryRecords {
  const records: Noted[][] = []
  const left: CutOff[] = []
  const recovered: RecoveredEntry['results'][] = []
  const kept: MemoryRecords = { store: { begin, unfinished }, records, recovered, before: () => {}, cutOff }

  function begin(facts: RunFacts): RecordWriter {
    const lines: Noted[] = []
    const append = (entry: Noted) => {
      kept.before(entry)
      lines.push(entry)
    }
    append({ type: 'run', ...facts })
    records.push(lines)
    return {
      run: facts.run,
      path: facts.run,
      append,
      seal: async () => {
        append({ type: 'seal' })
        return { run: facts.run, place: facts.run, head: '', root: '', signedBy: null }
      },
    }
  }
  async function unfinished() {
    return { cutOff: left.splice(0), setAside: [] }
  }
  function cutOff(of: readonly Noted[], more: Partial<RunEntry> = {}): void {
    const run = { ...of[0], ...more } as unknown as RunEntry
    left.push({
      ...{ path: run.run, run, entries: of as unknown as Entry[] },
      recover: async (_, results) => {
        recovered.push(results)
        return { run: run.run, place: run.run, head: '', root: '', signedBy: null }
      },
    })
  }
  return kept
}

/** The options of a run that is recorded there. */
export const recordedIn = ({ store }: MemoryRecords) => ({
  recording: {
    store,
    command: 'apply' as const,
    approvedBy: ['ciso@acme.example'],
    estate: { commit: null, dirty: null },
    runUrl: null,
  },
})
