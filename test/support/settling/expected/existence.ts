import type { Doc } from '../../naive-estate.js'
import type { Ran } from '../run.js'
import type { Fact } from './fact.js'

/** What documents declare is there, and what they declare absent is gone. People who are missing are invited first. */
export function ofExistence({ documents, after, names }: Ran): Fact[] {
  const account = (doc: Doc) => String(doc.account)
  const has = (doc: Doc): [string, boolean] | null => {
    if (doc.kind === 'App')
      return [`app/${doc.name}`, after.apps.some(({ name, status }) => name === doc.name && status !== 'not-installed')]
    if (doc.kind === 'Account')
      return [`account/${doc.name}`, after.accounts.some(({ id }) => names.name('accounts', id) === doc.name)]
    if (doc.kind === 'ProjectTemplate') return hasBelow(doc, 'template', 'project-templates')
    if (doc.kind === 'Project') return hasBelow(doc, 'project', 'projects')
    if (doc.kind === 'Group') return hasBelow(doc, 'group', 'groups')
    if (doc.kind === 'User') {
      const isIt = (row: { account: string | null; email: string }) =>
        row.email === doc.email && row.account !== null && names.name('accounts', row.account) === account(doc)
      const invited = after.invitations.some((row) => isIt(row) && row.status !== 'accepted')
      return [`user/${doc.account}/${doc.email}`, after.users.some(isIt) || (!doc.ensure && invited)]
    }
    return null
  }
  const hasBelow = (
    doc: Doc,
    kind: string,
    collection: 'project-templates' | 'projects' | 'groups',
  ): [string, boolean] => {
    const path = [doc.account, doc.project, doc.name].filter((part) => part !== undefined).join('/')
    const rows = after[collection] as readonly { id: string }[]
    return [`${kind}/${path}`, rows.some((row) => names.address(collection, { ...row }) === `${kind}/${path}`)]
  }
  return documents.flatMap((doc) => {
    const found = has(doc)
    return found === null
      ? []
      : [{ address: found[0], what: 'is there', is: found[1], wanted: doc.ensure !== 'absent' }]
  })
}
