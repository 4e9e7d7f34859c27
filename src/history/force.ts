import type { Declared } from '../model/history.js'
import { endingOf, hasWritten, type Story } from './story.js'

/**
 * The estate that was in force at a moment: that of the last sealed apply that ended well, or wrote anything. What was
 * refused, declined or stale put nothing into force.
 */
export function inForce(stories: readonly Story[], moment: number): Declared | null {
  const applied = stories.filter((story) => isApplied(story, moment)).at(-1)
  if (applied === undefined) return null
  const { run, begun, problems } = applied
  return {
    ...{ commit: begun.estate.commit ?? '', basis: 'applied', dirty: begun.estate.dirty, scope: begun.scope },
    source: { run, entry: begun.seq, at: begun.at },
    proven: problems.length === 0,
  }
}

const isApplied = (story: Story, moment: number): boolean =>
  story.begun.command === 'apply' &&
  story.begun.estate.commit !== null &&
  story.seal !== null &&
  Date.parse(story.begun.startedAt) <= moment &&
  (endingOf(story) === 'done' || hasWritten(story))
