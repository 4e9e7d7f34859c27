import type { PastCommit } from '../model/history.js'
import { endingOf, hasWritten, type Story } from './story.js'

export type CommitSeen = Omit<PastCommit, 'run' | 'within'>

/**
 * Which run first put each commit of a branch into force, by itself or within a later commit. One that no run ever applied
 * changed nothing on the platform.
 * @param commits along first parents, the newest first
 */
export function appliedBy(commits: readonly CommitSeen[], stories: readonly Story[]): PastCommit[] {
  const runs = new Map<string, string>()
  for (const story of stories) {
    const { commit } = story.begun.estate
    const isApplied = story.begun.command === 'apply' && (endingOf(story) === 'done' || hasWritten(story))
    if (commit !== null && isApplied && !runs.has(commit)) runs.set(commit, story.run)
  }
  let within: string | null = null
  return commits.map((each) => {
    const run = runs.get(each.commit) ?? null
    const told = { ...each, run, within: run === null ? within : null }
    if (run !== null) within = each.commit
    return told
  })
}
