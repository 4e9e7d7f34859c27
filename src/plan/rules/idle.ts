import { type Rule, unlessWanted } from './rule.js'

const DAY = 24 * 60 * 60 * 1000

/**
 * Not used for so many days, or never since it was created. Judged at the beginning of the day, so that a plan of the
 * same date says the same (E11) and nothing goes early; of a time that cannot be read nothing is said.
 */
export const idle: Rule = (judged) => {
  const rule = judged.context.desired.rules.idleDays
  if (rule === undefined) return null
  const { lastUsedAt, createdAt } = judged.connection.fields
  const quiet = Date.parse(judged.context.settings.day) - Date.parse(lastUsedAt ?? createdAt)
  if (!(quiet >= rule.value * DAY)) return null
  const since = lastUsedAt === null ? `never used since it was made on ${createdAt}` : `last used on ${lastUsedAt}`
  const message = `${since.replace(/T.*/, '')}, more than ${rule.value} days ago`
  return unlessWanted(judged, { code: 'connection/idle', act: 'revoke', message, statements: [rule.statement] })
}
