import type {
  EndEntry,
  Entry,
  IntendedWrite,
  JudgedEntry,
  ReadsEntry,
  RunEntry,
  SeenEntry,
  Statement,
} from '../model/generated/record.js'
import type { Ending, Picture, RecordSource, WriteStatus } from '../model/history.js'

/** One write of a run: what was intended, and what became of it. */
export interface ToldWrite {
  readonly source: RecordSource
  readonly write: IntendedWrite
  readonly status: WriteStatus
  readonly detail: string | null
}

/** A record, read for what it tells. */
export interface Story {
  readonly run: string
  readonly place: string
  readonly begun: RunEntry
  readonly seal: Statement | null
  /** Why it cannot be believed; empty where it can. */
  readonly problems: readonly string[]
  readonly reads: ReadsEntry['reads']
  readonly judged: JudgedEntry | null
  readonly writes: readonly ToldWrite[]
  readonly seen: SeenEntry | null
  readonly end: EndEntry | null
  /** A picture that was closed; one that was not is none. */
  readonly picture: Omit<Picture, 'proven'> | null
  /** What a picture says of the platform. */
  readonly platform: { readonly name: string; readonly version: string; readonly levels: readonly string[] } | null
}

/** Reads a record's entries one by one; rows of pictures are not kept. */
export const tell = (): Teller => new Teller()

class Teller {
  #begun: RunEntry | null = null
  #reads: ReadsEntry['reads'] = []
  #judged: JudgedEntry | null = null
  #seen: SeenEntry | null = null
  #end: EndEntry | null = null
  #picture: Story['picture'] = null
  #platform: Story['platform'] = null
  readonly #writes: { source: RecordSource; write: IntendedWrite }[] = []
  readonly #answers = new Map<number, { status: WriteStatus; detail: string | null }>()

  take(entry: Entry): void {
    switch (entry.type) {
      case 'run':
        this.#begun = entry
        break
      case 'reads':
        this.#reads = entry.reads
        break
      case 'judged':
        this.#judged = entry
        break
      case 'intent':
        for (const write of entry.writes) this.#writes.push({ source: this.#sourceOf(entry), write })
        break
      case 'outcome':
        for (const { index, status, detail } of entry.results)
          this.#answers.set(index, { status: status === 'done' ? 'written' : status, detail })
        break
      case 'recovered':
        for (const { index, seen } of entry.results)
          this.#answers.set(index, { status: seen === 'applied' ? 'written' : seen, detail: 'read back later' })
        break
      case 'seen':
        this.#seen = entry
        break
      case 'end':
        this.#end = entry
        break
      case 'pictured':
        this.#picture = { ...this.#sourceOf(entry), revision: entry.revision, digest: entry.digest }
        this.#platform = entry.platform
        break
      default:
    }
  }

  /** What was told; `problems` say why it cannot be believed. */
  story(place: string, seal: Statement | null, problems: readonly string[]): Story | null {
    if (this.#begun === null) return null
    const unknown = { status: 'unknown', detail: 'no answer is recorded' } as const
    return {
      ...{ run: this.#begun.run, place, begun: this.#begun, seal, problems, reads: this.#reads, judged: this.#judged },
      writes: this.#writes.map((each) => ({ ...each, ...(this.#answers.get(each.write.index) ?? unknown) })),
      ...{ seen: this.#seen, end: this.#end, platform: this.#platform },
      picture: seal === null || seal.cutOff ? null : this.#picture,
    }
  }

  #sourceOf = ({ seq, at }: Entry): RecordSource => ({ run: this.#begun?.run ?? '', entry: seq, at })
}

/** Did anything of it reach the platform, or may it have? */
export const hasWritten = ({ writes }: Story): boolean =>
  writes.some(({ status }) => status === 'written' || status === 'unknown')

/** When it ended; where no seal tells, when it last wrote. */
export const endOf = ({ seal, seen, begun }: Story): string => seen?.at ?? seal?.sealedAt ?? begun.at

const FAILED = new Set([1, 4, 5, 7])

/** How it ended, in one word. */
export function endingOf({ seal, end, writes }: Story): Ending {
  if (seal === null) return 'under-way'
  if (seal.cutOff || end === null) return 'cut-off'
  if (end.exitCode === 6) return 'partly'
  // What is protected, or left out by --on-refusal skip, ends with 3 as well, and the rest was written.
  if (end.exitCode === 3) return writes.length === 0 ? 'refused' : 'done'
  return FAILED.has(end.exitCode) || end.exitCode > 128 ? 'failed' : 'done'
}
