import type { Gate, Way } from '../naive.js'
import { accountEntry, type Doc, type Entry, type Known, ownDoc, projectEntry, setsOf } from '../naive-estate.js'
import { isOn } from './is-on.js'
import { allowsNow, knownProject } from './judged.js'
import type { Ran } from './run.js'

/** `"*"` closes for all, and opens for those that are allowed. */
export const counts = (entry: (Entry & { star: boolean }) | null, isAllowed: boolean): boolean =>
  entry !== null && (!entry.star || !isOn(entry) || isAllowed)

/** Does a document speak about what this gate reads? */
export function isSpoken(ran: Ran, account: Known, { question }: Way, gate: Gate): boolean {
  const { documents, names } = ran
  const { app } = question
  const project = question.project === null ? '' : names.name('projects', question.project)
  const isAllowed = allowsNow(ran, account, app)
  const mine = documents.filter((doc) => doc.account === account.name)
  if (gate === 'hold') return true
  if (gate === 'registry') return documents.some((doc) => doc.kind === 'App' && doc.name === app && isOfRegistry(doc))
  if (gate === 'allowed')
    return [ownDoc(documents, account.name), ...setsOf(documents, account)].some((doc) => doc?.allowedApps)
  // An archived project counts as left out.
  const isArchived = mine.some(
    ({ kind, name, state }) => kind === 'Project' && name === project && state === 'archived',
  )
  if (gate === 'account') return isArchived || counts(accountEntry(documents, account, app), isAllowed)
  const entry = project === '' ? null : projectEntry(documents, account, knownProject(ran, account.name, project), app)
  if (gate === 'project') return counts(entry, isAllowed)
  if (gate === 'person') {
    const email = question.user === null ? '' : names.email(question.user)
    return mine.some(
      ({ kind, email: of, integrations }) => kind === 'User' && of === email && integrations?.[app as never],
    )
  }
  const groups = mine.filter((doc) => doc.kind === 'Group' && (doc.project ?? '') === project)
  return groups.some((doc) => isOfGroup(doc, app)) || (counts(entry, isAllowed) && hasLists(entry))
}

const isOfRegistry = ({ state, settings, ensure }: Doc): boolean => (state ?? settings ?? ensure) !== undefined

const isOfGroup = ({ members, integrations, ensure }: Doc, app: string): boolean =>
  ensure === 'absent' || members !== undefined || integrations?.[app as never] !== undefined

const hasLists = (entry: Entry | null): boolean => (entry?.groups ?? entry?.groupTypes) !== undefined
