import type { BodyError, Problem } from '../problems.js'

const REMEDIES: Partial<Record<Problem['problem'], string>> = {
  'precondition-failed': 'Somebody changed this meanwhile. Look at it again below, then decide.',
  'connections-live': 'Remove the connections first.',
  'level-closed': 'Open the level above first.',
}

/** What went wrong and what to do about it. */
export function inWords(problem: Problem): string {
  const complaints = (problem.extras.errors as BodyError[] | undefined) ?? []
  const said = complaints.map(({ pointer, detail }) => `${label(pointer)} ${detail}.`).join(' ') || problem.message
  return [said, REMEDIES[problem.problem]].filter(Boolean).join(' ')
}

/** The field a pointer names, as a person would read it. */
function label(pointer: string): string {
  const name = pointer.split('/').find((part) => part !== '') ?? 'The form'
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
