import type { Json } from '../proxy.js'
import { effectsOf, forgives, hideEffects, is, type Mutant, writeAgain } from './mutant.js'

const ACCOUNT = 'accounts/*/integrations/*'
const PROJECT = 'projects/*/integrations/*'
const GROUP = 'groups/*/integrations/*'

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
          await writeAgain(call, 'PUT', `accounts/${row.account}/integrations/${row.app}`, { projects })
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
