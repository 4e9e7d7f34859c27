import { groupBy, grouped, list } from '../words.js'
import { said } from './inline.js'

interface Told {
  readonly address: string
  readonly message: string
}

/** Things of which the same is said, in words that leave out whom it is said of. */
export interface Alike<T> {
  readonly first: T
  readonly all: readonly T[]
  readonly message: string
}

/** E-mail addresses and what stands for them, and names in quotes: they differ from one to the next. */
const SUBJECTS = /⦃\d+⦄|\bperson-\d+\b|(?<![^\s"'<>(),;])[^\s"'<>(),;]+@[^\s"'<>(),;:]+|"[^"]*"/g

/** What is said in the same words of several things, once. */
export function alike<T extends Told>(items: readonly T[], more: (item: T) => string): Alike<T>[] {
  const groups = groupBy(items, (item) => JSON.stringify([item.message.replace(SUBJECTS, '…'), more(item)]))
  return [...groups.values()].map((all) => {
    const [first] = all as [T]
    return { first, all, message: all.length === 1 ? first.message : common(all) }
  })
}

const common = (all: readonly Told[]): string => {
  const messages = new Set(all.map(({ message }) => message))
  const [message = ''] = messages
  return messages.size === 1 ? message : message.replace(SUBJECTS, '…')
}

/** `3 ×`, or nothing of a single one, and who they are. */
export const subjectsOf = ({ all }: Alike<Told>): string => {
  const names = said(list([...new Set(all.map(({ address }) => address))], 4))
  return all.length === 1 ? names : `${grouped(all.length)} × ${names}`
}
