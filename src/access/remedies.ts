import { wanted } from '../model/desired.js'
import type { Statement } from '../model/document.js'
import { child, children } from '../model/resource.js'
import { allows, type Gate, type Question } from './gates.js'
import type { Speaking } from './statements.js'

/** What would open a closed gate, as one sentence that names the line to change. */
export function remedyOf(
  gate: Gate,
  question: Question,
  statements: readonly Statement[],
  speaking: Speaking | null,
): string {
  const [first] = statements
  const where = first === undefined ? null : placeOf(first)
  return `To open ${gate}: ${WORDS[gate](question, where, speaking)}.`
}

type Words = (question: Question, where: string | null, speaking: Speaking | null) => string

const WORDS: Record<Gate, Words> = {
  registry: ({ app }, where) =>
    `have ${app} installed, active and configured${where === null ? '; no document declares it' : `, see ${where}`}`,
  allowed: ({ app, account }, where) =>
    `${where === null ? `say allowedApps for ${account.key}, and name` : `in ${where}, allow`} ${app}`,
  account: (question, where) => accountWords(question, where),
  project: ({ app, project }, where) =>
    `say ${app}: {enabled: true} for ${project?.key ?? 'a project'}${where === null ? '' : ` in ${where}`}`,
  group: groupWords,
  person: ({ app, user }, where) => `drop what is off for ${user} on ${app}${where === null ? '' : ` in ${where}`}`,
  dates: (_, where) => `move the dates in ${where}`,
  hold: (_, where) => `wait until the hold ends${where === null ? '' : `, or delete it in ${where}`}`,
  menu: (_, where) => `say showIntegrations: true${where === null ? '' : ` in ${where}`}`,
}

function accountWords({ account, app, project }: Question, where: string | null): string {
  const at = where === null ? ` of ${account.key}` : ` in ${where}`
  if (!allows(account, app)) return `once it is allowed, say ${app}: {enabled: true, projects: all}${at}`
  if (project?.fields.state === 'archived') return `bring ${project.key} back with state: active`
  return `say ${app}: {enabled: true} with ${project === null ? 'projects' : `${project.key} among its projects`}${at}`
}

function groupWords(
  { app, account, project, user }: Question,
  where: string | null,
  speaking: Speaking | null,
): string {
  const place = project ?? account
  const groups = [...children(place, 'group').values()].filter(
    ({ fields }) => user === null || fields.members.includes(user),
  )
  const [group] = groups
  const named = where === null ? `the groups of ${place.key}` : where
  if (group === undefined) return `add ${user ?? 'somebody'} to a group of ${place.key} for which ${app} is on`
  const parent =
    project === null
      ? speaking?.desired.wanted
      : speaking && wanted(speaking.desired.wanted, 'project').get(project.key)
  const [own] = (parent && wanted(parent, 'group').get(group.key)?.said['*']) || []
  const there = own === undefined ? `group ${group.key}` : placeOf(own)
  const setting = child(group, 'group-integration', app)?.fields.setting
  return setting === 'off'
    ? `set ${app}: true in ${there}`
    : `add group ${group.key} in ${named}, or set ${app}: true in ${there}`
}

const placeOf = ({ source, path }: Statement): string => {
  const { file, line } = source.locate(path, 'key')
  return `${file}:${line}`
}
