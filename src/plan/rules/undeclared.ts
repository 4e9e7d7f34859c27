import type { Rule } from './rule.js'

/** Permitted ones that no Connection or User document names: kept unless somebody says otherwise (C1). */
export const undeclared: Rule = ({ context, connection: { fields }, standing, permitted }) => {
  const rule = context.desired.rules.undeclared
  if (!permitted || standing !== 'undeclared' || rule === undefined || rule.value === 'keep') return null
  const whose = fields.owner === null ? '' : ` of ${fields.owner}`
  const message = `no document names this connection to ${fields.app}${whose}`
  return { code: 'connection/undeclared', act: rule.value, message, statements: [rule.statement] }
}
