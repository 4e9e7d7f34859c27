import { partsOf } from '../../history/known.js'
import { Rows } from '../../history/rows.js'
import { endOf, type Story } from '../../history/story.js'
import type { PastOther, RecordSource } from '../../model/history.js'
import { liveAlone, seenIn, snapshotOf } from './live.js'
import type { Asked } from './options.js'
import type { Chronicle } from './read.js'

/**
 * What people could use, and could not any more, from one picture to the next, less what recorded runs between them read
 * back: that came by others. Pictures that nobody can believe are passed over.
 */
export async function byOthers(asked: Asked, chronicle: Chronicle, begin: number, end: number): Promise<PastOther[]> {
  const pictures = chronicle.stories.filter(({ picture, problems }) => picture !== null && problems.length === 0)
  const found: PastOther[] = []
  for (const [index, later] of pictures.entries()) {
    const earlier = pictures[index - 1]
    if (earlier === undefined || momentOf(later) < begin || momentOf(earlier) > end) continue
    found.push(...(await between(asked, chronicle, earlier, later)))
  }
  return found
}

const momentOf = ({ picture }: Story): number => Date.parse(picture?.at ?? '')

const sourceOf = ({ run, picture }: Story): RecordSource => ({ run, entry: picture?.entry ?? 0, at: picture?.at ?? '' })

async function between({ estate, options }: Asked, chronicle: Chronicle, earlier: Story, later: Story) {
  const now = new Date(momentOf(later))
  const runs = chronicle.stories.filter(
    (story) =>
      story.picture === null && endOf(story) > (earlier.picture?.at ?? '') && endOf(story) <= (later.picture?.at ?? ''),
  )
  const seenAfter = async (stories: readonly Story[]) => {
    const rows = new Rows()
    for (const { run } of stories) for await (const entry of chronicle.entries(run)) rows.take(entry)
    return seenIn(await liveAlone(estate, snapshotOf(rows, later), { ...options, now }))
  }
  return differing(await seenAfter([earlier, ...runs]), await seenAfter([later]), [sourceOf(earlier), sourceOf(later)])
}

function differing(
  expected: ReadonlyMap<string, string>,
  seen: ReadonlyMap<string, string>,
  looks: PastOther['between'],
): PastOther[] {
  return [...new Set([...expected.keys(), ...seen.keys()])].sort().flatMap((key) => {
    const [sort, account = '', user = '', app = ''] = partsOf(key)
    if (sort !== 'access' || expected.get(key) === seen.get(key)) return []
    const [before, after] = [expected.get(key), seen.get(key)].map((text) => (text === undefined ? [] : partsOf(text)))
    const change = before?.length === 0 ? 'gained' : after?.length === 0 ? 'lost' : 'moved'
    return [{ account, user, app, change, before: before ?? [], after: after ?? [], between: looks }]
  })
}
