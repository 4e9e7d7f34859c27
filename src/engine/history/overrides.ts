import type { Story } from '../../history/story.js'
import type { Written } from '../../history/writers.js'
import type { Estate } from '../../model/document.js'
import type { UsedOverride, Writer } from '../../model/history.js'
import { estateAt } from './estate.js'
import type { Asked } from './options.js'

/** Addresses of the Overrides that let a run pass; records of before name them in their verdicts alone. */
const usedBy = ({ judged }: Story): string[] => [
  ...new Set([...(judged?.overrides ?? []), ...(judged?.verdicts ?? []).flatMap(({ override }) => override ?? [])]),
]

/** Asks Git once for each commit who owns the Overrides that runs used, and why. */
export function overridesBy(asked: Asked): (story: Story) => Promise<UsedOverride[]> {
  const estates = new Map<string, Promise<Estate | null>>()
  const estateOf = (commit: string, moment: number): Promise<Estate | null> => {
    const declared = { commit, basis: 'applied', source: null, dirty: null, scope: [], proven: true } as const
    const known = estates.get(commit) ?? estateAt(asked, declared, moment).then(({ loaded }) => loaded)
    estates.set(commit, known)
    return known
  }
  return async (story) => {
    const { commit } = story.begun.estate
    const used = usedBy(story)
    if (used.length === 0) return []
    const estate = commit === null ? null : await estateOf(commit, Date.parse(story.begun.startedAt))
    return used.map((address) => ({ address, ...signedIn(estate, address) }))
  }
}

function signedIn(estate: Estate | null, address: string): Omit<UsedOverride, 'address'> {
  for (const { value } of estate?.documents ?? [])
    if (value.kind === 'Override' && `override/${value.name}` === address)
      return { owner: value.owner, reason: value.reason }
  return { owner: null, reason: null }
}

/** A write as an answer about a day names it. */
export const writerOf = ({ story, told }: Written, overrides: readonly UsedOverride[]): Writer => ({
  ...{ ...told.source, address: told.write.address, principal: story.begun.principal.name },
  ...{ approvedBy: story.begun.approvedBy, overrides, commit: story.begun.estate.commit },
  ...{ runUrl: story.begun.runUrl, proven: story.problems.length === 0 },
})
