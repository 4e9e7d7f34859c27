import type { Asked, Bending, Json } from '../proxy.js'
import { currentMatch, effectsOf, hideEffects, is, itemsOf, type Mutant, writeAgain } from './mutant.js'

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
        await writeAgain(call, 'PUT', asked.path, { enabled: false })
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
          await writeAgain(call, 'PUT', `accounts/${account}/integrations/${app}`, { newProjects: false })
      },
    }),
  },
]
