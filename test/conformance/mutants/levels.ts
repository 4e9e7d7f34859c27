import type { Asked, Bending, Call, Json, Told } from '../proxy.js'
import { currentMatch, effectsOf, forgives, hideEffects, is, itemsOf, type Mutant } from './mutant.js'

const ACCOUNT = 'accounts/*/integrations/*'
const PROJECT = 'projects/*/integrations/*'
const GROUP = 'groups/*/integrations/*'

const closes = (asked: Asked, path: string): boolean => is(asked, 'PUT', path) && asked.body?.enabled === false
const leaves = (asked: Asked): boolean => is(asked, 'PUT', ACCOUNT) && JSON.stringify(asked.body?.projects) === '[]'
const archives = (asked: Asked): boolean => is(asked, 'PATCH', 'projects/*') && asked.body?.state === 'archived'
const deactivates = (asked: Asked): boolean => is(asked, 'PATCH', 'apps/*') && asked.body?.status === 'inactive'
const isEnd = ({ op, collection }: Json): boolean => op === 'end' && collection === 'connections'

/** Acts as if connections had not ended by the writes that are meant: hides the effects, and shows the rows as active. */
function keeps(meant: (asked: Asked) => boolean): Bending {
  const kept = new Set<unknown>()
  const revive = (row: Json | null) => void (row && kept.has(row.id) && Object.assign(row, { status: 'active' }))
  return {
    told: (told, asked) => {
      if (meant(asked)) {
        for (const { id } of effectsOf(told).filter(isEnd)) kept.add(id)
        hideEffects(told, isEnd)
      }
      if (asked.method !== 'GET' || !asked.path.startsWith('connections')) return
      for (const row of [told.body, ...itemsOf(told)]) revive(row)
    },
  }
}

/** Does more than was asked: revokes what lives in the account of the row that was written. */
const alsoEnds = (meant: (asked: Asked) => boolean): Bending => ({
  told: async ({ status, body }, asked, call) => {
    if (!meant(asked) || status !== 200) return
    const account = asked.path.startsWith('accounts/') ? asked.path.split('/')[1] : body?.account
    for (const { id, etag } of itemsOf(await call('GET', `connections?account=${account}`))) {
      await call('DELETE', `connections/${id}`, { headers: { 'if-match': `"${etag}"` } })
    }
  },
})

/** Writes once more by itself, at the version that the row has then. */
async function write(call: Call, method: string, path: string, body: Json): Promise<Told> {
  const { body: row } = await call('GET', path)
  const headers: Record<string, string> = row?.etag ? { 'if-match': `"${row.etag}"` } : { 'if-none-match': '*' }
  return await call(method, path, { body, headers })
}

/** Servers on which the three levels are something else. */
export const levelMutants: readonly Mutant[] = [
  {
    does: 'leaves later projects out of a first selection',
    fails: ['levels.first-selection', 'levels.new-projects', 'levels.presets', 'cascades.account-off'],
    expected: 'newProjects true',
    came: 'newProjects false',
    bend: () => ({
      asked: (asked) => {
        const isFirst = is(asked, 'PUT', ACCOUNT) && asked.headers['if-none-match'] && asked.body?.enabled === true
        if (isFirst && asked.body !== null) asked.body.newProjects ??= false
      },
    }),
  },
  {
    does: 'does not select a new project',
    fails: ['levels.new-projects', 'levels.presets'],
    expected: 'the effect update of account-integrations',
    came: 'no such effect',
    bend: () => ({
      told: async (told, asked, call) => {
        if (!is(asked, 'POST', 'projects') || told.status !== 201) return
        const joined = effectsOf(told).filter(({ collection }) => collection === 'account-integrations')
        for (const { row } of joined as { row: Json }[]) {
          const projects = (row.projects as string[]).filter((id) => id !== told.body?.id)
          await write(call, 'PUT', `accounts/${row.account}/integrations/${row.app}`, { projects })
        }
        hideEffects(told, (effect) => joined.includes(effect))
      },
    }),
  },
  {
    does: 'adds to a selection instead of replacing it',
    fails: ['levels.selection', 'cascades.leaving', 'cascades.narrowing'],
    expected: /.*/,
    came: /.*/,
    bend: () => ({
      asked: async (asked, call) => {
        if (!is(asked, 'PUT', ACCOUNT) || !Array.isArray(asked.body?.projects)) return
        const { body } = await call('GET', asked.path)
        asked.body.projects = [...new Set([...((body?.projects ?? []) as string[]), ...asked.body.projects])]
      },
    }),
  },
  {
    does: 'opens projects together with the account',
    fails: ['levels.nothing-below', 'levels.presets'],
    expected: 'enabled false',
    came: 'enabled true',
    bend: () => ({
      told: async ({ body }, asked) => {
        if (is(asked, 'GET', PROJECT) && body?.etag === null) body.enabled = true
      },
    }),
  },
  {
    does: 'does not apply what a template presets',
    fails: ['levels.presets'],
    expected: 'enabled true',
    came: 'enabled false',
    bend: () => ({ asked: (asked) => void (is(asked, 'POST', 'projects') && delete asked.body?.template) }),
  },
  {
    does: 'refuses to turn on what is not configured',
    fails: ['levels.unconfigured'],
    expected: 'status 200',
    came: 'status 409 level-closed',
    bend: () => ({
      told: (told, asked) => {
        if (!is(asked, 'PUT', ACCOUNT) || told.body?.problem === undefined || told.body.problem === null) return
        told.status = 409
        told.body = { type: 'urn:writ:problem:level-closed', title: 'x', status: 409, detail: 'x' }
      },
    }),
  },
  {
    does: 'does not say why what is on cannot work',
    fails: ['levels.unconfigured'],
    expected: 'a problem',
    came: 'null',
    bend: () => ({ told: ({ body }) => void (body && 'problem' in body && Object.assign(body, { problem: null })) }),
  },
  {
    does: 'opens below a closed level',
    fails: ['levels.closed-above', 'levels.group', 'cascades.narrowing', 'gates.all-apps'],
    expected: '409 level-closed',
    came: 'status 200',
    bend: forgives('level-closed', ['PUT', ACCOUNT], ['PUT', PROJECT], ['PUT', GROUP], ['POST', 'groups']),
  },
  {
    does: 'ignores the settings that a group is created with',
    fails: ['levels.group', 'cascades.account-off', 'cascades.project-off', 'cascades.leaving', 'cascades.archiving'],
    expected: 'setting "off"',
    came: 'setting "inherit"',
    bend: () => ({ asked: (asked) => void (is(asked, 'POST', 'groups') && delete asked.body?.integrations) }),
  },
]

/** Servers that end too little, too much, or the wrong thing. */
export const cascadeMutants: readonly Mutant[] = [
  {
    does: 'leaves projects on when the account is turned off',
    fails: ['cascades.account-off'],
    expected: 'the effect update of project-integrations',
    came: 'no such effect',
    bend: () => ({
      told: (told, asked) => {
        if (closes(asked, ACCOUNT)) hideEffects(told, ({ collection }) => collection === 'project-integrations')
      },
    }),
  },
  {
    does: "leaves groups' own settings when the account is turned off",
    fails: ['cascades.account-off'],
    expected: 'the effect update of group-integrations',
    came: 'no such effect',
    bend: () => ({
      told: (told, asked) => {
        if (closes(asked, ACCOUNT)) hideEffects(told, ({ collection }) => collection === 'group-integrations')
      },
    }),
  },
  {
    does: 'forgets the selection when the account is turned off',
    fails: ['cascades.account-off'],
    expected: /^projects \["/,
    came: 'projects []',
    bend: () => ({
      told: ({ body }, asked) =>
        void (closes(asked, ACCOUNT) && asked.headers['if-match'] && Object.assign(body ?? {}, { projects: [] })),
    }),
  },
  {
    does: 'keeps connections when the account is turned off',
    fails: ['cascades.account-off-connections', 'cascades.expected'],
    expected: /^connections that end \["/,
    came: 'connections that end []',
    bend: () => keeps((asked) => closes(asked, ACCOUNT)),
  },
  {
    does: 'keeps connections when a project is turned off',
    fails: ['cascades.project-off', 'connections.request'],
    expected: /^connections that end \["/,
    came: 'connections that end []',
    bend: () => keeps((asked) => closes(asked, PROJECT)),
  },
  {
    does: 'ends account-wide connections when a project is turned off',
    fails: ['cascades.project-off'],
    expected: 'status "active"',
    came: 'status "ended"',
    bend: () => alsoEnds((asked) => closes(asked, PROJECT)),
  },
  {
    does: 'keeps connections when a project leaves the selection',
    fails: ['cascades.leaving'],
    expected: /^connections that end \["/,
    came: 'connections that end []',
    bend: () => keeps(leaves),
  },
  {
    does: 'narrows a selection by turning it off and on again',
    fails: ['cascades.narrowing'],
    expected: /^etag /,
    came: /^etag /,
    bend: () => ({
      asked: async (asked, call) => {
        const { enabled, projects, newProjects } = asked.body ?? {}
        const narrows =
          is(asked, 'PUT', ACCOUNT) && Array.isArray(projects) && projects.length > 0 && asked.headers['if-match']
        if (!narrows || enabled !== undefined || newProjects !== false) return
        await write(call, 'PUT', asked.path, { enabled: false })
        asked.headers['if-match'] = (await currentMatch(asked, call)) ?? ''
        asked.body = { ...asked.body, enabled: true }
      },
    }),
  },
  {
    does: 'keeps connections when a project is archived',
    fails: ['cascades.archiving'],
    expected: /^connections that end \["/,
    came: 'connections that end []',
    bend: () => keeps(archives),
  },
  {
    does: 'ends connections when a group is switched off',
    fails: ['cascades.nothing-else', 'own.use'],
    expected: 'status "active"',
    came: 'status "ended"',
    bend: () =>
      alsoEnds(
        (asked) =>
          is(asked, 'PUT', GROUP) && asked.body?.setting === 'off' && asked.headers['if-none-match'] !== undefined,
      ),
  },
  {
    does: 'ends connections when an app leaves the allow-list',
    fails: ['cascades.nothing-else'],
    expected: 'status "active"',
    came: 'status "ended"',
    bend: () =>
      alsoEnds((asked) => is(asked, 'PATCH', 'accounts/*') && JSON.stringify(asked.body?.allowedApps) === '[]'),
  },
  {
    does: 'keeps connections when an app is deactivated',
    fails: ['registry.deactivate'],
    expected: /^connections that end \["/,
    came: 'connections that end []',
    bend: () => keeps(deactivates),
  },
  {
    does: 'turns accounts off when an app is deactivated',
    fails: ['registry.deactivate'],
    expected: /^etag "/,
    came: /^etag "/,
    bend: () => ({
      told: async ({ body }, asked, call) => {
        if (!deactivates(asked)) return
        for (const { account, app } of itemsOf(await call('GET', `account-integrations?app=${body?.name}`)))
          await write(call, 'PUT', `accounts/${account}/integrations/${app}`, { newProjects: false })
      },
    }),
  },
]
