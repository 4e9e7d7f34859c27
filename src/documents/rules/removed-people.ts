import type { EstateDocument, Path } from '../../model/document.js'
import { diagnosticIn } from '../complain.js'
import type { Draft } from '../draft.js'
import type { Rule } from './rule.js'

/** Whom one document removes no other may name: the next plan would look for somebody who is gone (E11). */
export const removedPeople: Rule = function* removedPeople(draft) {
  const leaving = new Set(
    draft
      .of('User')
      .filter(isAbsent)
      .map(({ value }) => personIn(value.account, value.email)),
  )
  if (leaving.size === 0) return
  for (const { document, account, people } of mentions(draft)) {
    if (isAbsent(document)) continue
    for (const { email, path } of people) {
      if (!leaving.has(personIn(account, email))) continue
      const message = `${email} is to be removed`
      const help = 'Remove this name too, or keep the person.'
      yield diagnosticIn({ source: document.source, path }, { code: 'reference/removed', message, help })
    }
  }
}

interface Mentions {
  readonly document: EstateDocument
  readonly account: string
  readonly people: readonly { readonly email: string; readonly path: Path }[]
}

/** Where documents name people of their account: as members, managers, owners and users of a connection. */
function* mentions(draft: Draft): Generator<Mentions> {
  for (const document of draft.of('Group')) {
    const { account, members } = document.value
    yield { document, account, people: listed(members, ['members']) }
  }
  for (const document of draft.of('User')) {
    const { account, manager } = document.value
    yield { document, account, people: one(manager, ['manager']) }
  }
  for (const document of draft.of('Connection')) {
    const { account, owner, usableBy } = document.value
    const users = typeof usableBy === 'object' ? usableBy.users : undefined
    yield { document, account, people: [...one(owner, ['owner']), ...listed(users, ['usableBy', 'users'])] }
  }
}

const one = (email: string | undefined, path: Path) => (email === undefined ? [] : [{ email, path }])

const listed = (emails: readonly string[] | undefined, path: Path) =>
  (emails ?? []).map((email, at) => ({ email, path: [...path, at] }))

const isAbsent = ({ value }: EstateDocument): boolean => value.ensure === 'absent'

const personIn = (account: string, email: string): string => `${account}\n${email}`
