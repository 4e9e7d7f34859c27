import type { Check } from '../check.js'
import { level } from '../names.js'

export const endingNothing: Check = {
  name: 'cascades.nothing-else',
  proves: ['L8', 'T2', 'T1'],
  clause:
    'Switching a group off, taking an app off the allow-list, closing the menu and barring a person end no connection.',
  run: async (trial) => {
    const { admin, make } = trial
    const { account, project, group, app, people } = await make.opened({ members: 1 })
    const [person] = people
    const mine = { owner: person?.id, name: null, project: project.id }
    const { id } = await make.connection(account, app, mine)
    const writes = [
      await admin.put(level('groups', group, app), { setting: 'off' }),
      await admin.put(`users/${person?.id}/integrations/${app}`, { blocked: true }),
      await admin.patch(`groups/${group.id}`, { members: [] }),
      await admin.patch(`accounts/${account.id}`, { showIntegrations: false, allowedApps: [] }),
    ]
    for (const write of writes) write.ends()
    ;(await admin.get(`connections/${id}`)).is(200, { status: 'active' })
  },
}
