/** 12041 is `12,041`: the same in every locale, and without loading any. */
export function grouped(amount: number): string {
  let text = String(Math.abs(amount))
  for (let at = text.length - 3; at > 0; at -= 3) text = `${text.slice(0, at)},${text.slice(at)}`
  return amount < 0 ? `-${text}` : text
}

/** `3 connections`, `1 connection`; irregular plurals are given. */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${grouped(amount)} ${amount === 1 ? one : many}`

/** The verb for so many: `1 loses`, `2 lose`. */
export const verb = (amount: number, one: string, many: string): string => (amount === 1 ? one : many)

/** `a, b and c`; of many the first ones and how many more. */
export function list(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')} and ${grouped(names.length - most + 1)} more`
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** `sha256:7c1e02…` is `7c1e02…`. */
export const shortDigest = (digest: string): string => `${digest.replace(/^sha256:/, '').slice(0, 12)}…`

/** `2026-11-22T14:03:09.120Z` is `2026-11-22 14:03 UTC`; what is no such time stays as it is. */
export const minute = (time: string): string => {
  const parts = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(time)
  return parts === null ? time : `${parts[1]} ${parts[2]} UTC`
}

/** How long something took: `0.4 s`, `41 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
}

/** How long ago, in days: `today`, `1 day`, `3 days`; nothing for a time that cannot be read. */
export function age(since: string, now: string): string {
  const days = Math.floor((Date.parse(now) - Date.parse(since)) / 86_400_000)
  if (Number.isNaN(days)) return ''
  return days <= 0 ? 'today' : count(days, 'day')
}

/** The things with the same key, in the order in which the keys first appear. */
export function groupBy<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const of = key(item)
    const group = groups.get(of)
    if (group === undefined) groups.set(of, [item])
    else group.push(item)
  }
  return groups
}
