import { diagnosticIn } from '../complain.js'
import type { Rule } from './rule.js'

/** Roles with the projects they need, and holders with the owners they have. */
export const people: Rule = function* people(draft) {
  for (const { value, source } of draft.of('User')) {
    const needs = value.role === 'project-admin' && value.projects === undefined
    const misplaced = value.role !== undefined && value.role !== 'project-admin' && value.projects !== undefined
    const help = 'A project-admin has projects; nobody else has.'
    if (needs)
      yield diagnosticIn(
        { source, path: ['role'] },
        { code: 'entry/role', message: 'a project-admin needs projects', help },
      )
    if (misplaced) {
      const message = `projects are for a project-admin, not for ${value.role}`
      yield diagnosticIn({ source, path: ['projects'], part: 'key' }, { code: 'entry/role', message, help })
    }
  }
  for (const { value, source } of draft.of('Connection')) {
    if (value.holder !== 'installation' || value.owner === undefined) continue
    const complaint = {
      code: 'entry/holder',
      message: 'an installation has no owner',
      help: 'Remove owner, or correct holder.',
    } as const
    yield diagnosticIn({ source, path: ['owner'] }, complaint)
  }
}
