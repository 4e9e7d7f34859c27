import { child, children, type Resource } from '../model/resource.js'
import { allows, type Gate, groupOpen, holdsOn, judge, type Question, type World } from './gates.js'

/** What makes a gate open or closed, in a few words; the state itself is told beside it. */
export function whyOf(gate: Gate, world: World, question: Question): string {
  if (judge(gate, world, question) === 'n/a') return NOT_APPLICABLE[gate] ?? 'the platform has no such level'
  return WHY[gate](world, question)
}

const NOT_APPLICABLE: Partial<Record<Gate, string>> = {
  project: 'the account has no projects',
  group: 'the account has no projects',
  person: 'nobody in particular',
}

const WHY: Record<Gate, (world: World, question: Question) => string> = {
  registry: ({ apps }, { app }) => registry(apps.get(app)),
  allowed: (_, { account, app }) =>
    account.fields.allowedApps === 'all'
      ? 'all apps are allowed'
      : allows(account, app)
        ? 'in the allow-list'
        : 'not in the allow-list',
  account: (_, question) => accountLevel(question),
  project: (_, { project, app }) =>
    project === null
      ? 'no such project yet'
      : child(project, 'project-integration', app)?.fields.enabled
        ? 'on'
        : 'off',
  group: (_, question) => groupLevel(question),
  person: (_, { account, app, user }) =>
    user !== null && isBlocked(account, app, user) ? 'off for this person' : 'nothing says otherwise',
  dates: () => '',
  hold: (world, question) =>
    holdsOn(world, question, 'opening')
      .map(({ name, close, until }) => `hold ${name} until ${until}${close ? '' : ', what lives goes on'}`)
      .join(', '),
  menu: (_, { account }) => (account.fields.showIntegrations ? 'shown' : 'hidden'),
}

function registry(app: Resource<'app'> | undefined): string {
  if (app === undefined) return 'not installed'
  return `${app.fields.state}, ${app.fields.configured ? 'configured' : 'not configured on the platform'}`
}

function accountLevel({ account, app, project }: Question): string {
  const integration = child(account, 'account-integration', app)?.fields
  if (!integration?.enabled) return 'off'
  const on = `on for ${integration.projects.join(', ') || 'no project'}${integration.newProjects ? ', and later ones' : ''}`
  if (project === null) return children(account, 'project').size === 0 ? 'on' : on
  if (project.fields.state === 'archived') return `${on}; ${project.key} is archived`
  return integration.projects.includes(project.key) ? on : `${on}; not for ${project.key}`
}

function groupLevel({ account, project, app, user }: Question): string {
  const integration = project === null ? undefined : child(project, 'project-integration', app)?.fields
  const groups = [...children(project ?? account, 'group').values()]
  const open = groups.filter((group) => groupOpen(group, app, integration)).map(({ key }) => key)
  const types = integration?.groupTypes ?? []
  const on = [open.length > 0 ? open.join(', ') : '', types.length > 0 ? `types ${types.join(', ')}` : '']
    .filter((part) => part !== '')
    .join('; ')
  const scope = on === '' ? 'on for no group' : `on for ${on}`
  if (user === null) return scope
  const own = groups.filter(({ fields }) => fields.members.includes(user)).map((group) => membership(group, app))
  return `${scope}; ${user} is in ${own.length > 0 ? own.join(', ') : 'none'}`
}

function membership(group: Resource<'group'>, app: string): string {
  const setting = child(group, 'group-integration', app)?.fields.setting ?? 'inherit'
  const facts = [group.fields.type ?? '', setting === 'inherit' ? '' : `set ${setting}`].filter((fact) => fact !== '')
  return facts.length === 0 ? group.key : `${group.key} (${facts.join(', ')})`
}

const isBlocked = (account: Resource<'account'>, app: string, user: string): boolean => {
  const person = child(account, 'user', user)
  return person !== undefined && (child(person, 'user-integration', app)?.fields.blocked ?? false)
}
