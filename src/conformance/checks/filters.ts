import type { Page } from '../answer.js'
import type { Check } from '../check.js'
import { demandSame } from '../unmet.js'

const idsOf = (pages: readonly Page[]): string[] => pages.flatMap(({ items }) => items.map(({ id }) => id))

export const filters: Check = {
  name: 'lists.filters',
  proves: ['R5', 'U2', 'Lists'],
  clause: 'Filters by parent, app, name and labels narrow a list, and combine.',
  run: async (trial) => {
    const { admin, make } = trial
    const { account, project, group, app } = await make.opened()
    const other = await make.group(account, { labels: { tier: 'pro', region: 'eu' } })
    const of = async (list: string) => idsOf([(await admin.get(list)).page()])
    demandSame('groups of the project', await of(`groups?project=${project.id}`), [group.id])
    demandSame('groups by labels', await of(`groups?labels.tier=pro&labels.region=eu&name=${other.name}`), [other.id])
    demandSame('groups by another label', await of(`groups?account=${account.id}&labels.tier=basic`), [])
    demandSame('settings of the account', await of(`project-integrations?account=${account.id}&app=${app}`), [
      `${project.id}.${app}`,
    ])
  },
}

export const settingsInBulk: Check = {
  name: 'lists.settings',
  proves: ['L11', 'Lists'],
  clause:
    'Settings are listed in bulk; one that was never written is not listed, and reads as its defaults with etag null.',
  run: async ({ admin, make }) => {
    const account = await make.account()
    const path = `accounts/${account.id}/integrations/${make.apps.key}`
    ;(await admin.get(path)).is(200, { etag: null, enabled: false, projects: [], newProjects: true })
    const list = `account-integrations?account=${account.id}`
    ;(await admin.get(list)).is(200, { total: 0, items: [] })
    const project = await make.project(account)
    const { etag } = await make.set(path, { enabled: true })
    ;(await admin.get(list)).is(200, { total: 1, items: [{ etag, enabled: true, projects: [project.id] }] })
  },
}
