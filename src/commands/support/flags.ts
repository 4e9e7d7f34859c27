import { string } from '@oclif/core/args'
import { boolean, string as text } from '@oclif/core/flags'

/** Every value stays a text here; what it means is settled where the command runs, so that both ways of parsing agree. */
export const dir = string({ description: 'folder of the estate, with writ.yaml in it', default: '.' })

export const env = text({ description: 'environment of writ.yaml to work on', env: 'WRIT_ENV', helpValue: 'NAME' })

export const now = text({ description: 'the moment at which dates are evaluated', helpValue: 'ISO' })

export const only = text({
  description: 'address of what to look at, and what lies below it; * globs',
  helpValue: 'ADDRESS',
  multiple: true,
})

export const baseline = text({
  description: 'commit to hold this one against: its writ.yaml, waivers and overrides count',
  helpValue: 'GIT-REF',
})

export const confirmShrink = text({
  description: 'a collection that is whole, although it shrank since the last record; the plan names it',
  helpValue: 'COLLECTION',
  multiple: true,
})

export const format = (...formats: [string, ...string[]]) =>
  text({ description: 'text for people, json for programs', options: formats, default: formats[0] })

/** What shows a plan: to people, to programs, on a pull request, and on the lines that cause it. */
export const planFormat = text({
  description:
    'text for people, json for programs, markdown for a comment, the others for remarks on the causing lines',
  options: ['text', 'json', 'markdown', 'github', 'gitlab', 'sarif'],
  default: 'text',
})

/** Where there is no room for a folder among the arguments. */
export const dirFlag = text({
  description: 'folder of the estate that names the platform (default .)',
  helpValue: 'DIR',
})

/** What everything that writes takes. */
export const writing = {
  format: format('text', 'json'),
  yes: boolean({ description: 'ask nothing' }),
  settle: text({
    description: 'how long to wait until customers see it; 0 does not wait (default 180)',
    helpValue: 'SECONDS',
  }),
  'lock-timeout': text({
    description: 'how long to wait for a lease that another holds, like 30s or 5m; not at all by default',
    helpValue: 'D',
  }),
  parallelism: text({ description: 'how many requests run at once (default 6)', helpValue: 'N' }),
  events: text({ description: 'file that gets one JSON line an event', helpValue: 'FILE' }),
  'approved-by': text({ description: 'who approved it, for the record', helpValue: 'WHO', multiple: true }),
}

/** What narrows a list; filters combine (R5, U2). */
export const filters = {
  name: text({ description: 'part of the name', helpValue: 'TEXT' }),
  status: text({ description: 'exactly this status', helpValue: 'STATUS' }),
  description: text({ description: 'part of the description', helpValue: 'TEXT' }),
  user: text({ description: 'e-mail address of a person', helpValue: 'U' }),
  app: text({ description: 'name of an app', helpValue: 'A' }),
  account: text({ description: 'name of an account', helpValue: 'A' }),
}

/** What the one-off acts on connections take: whose and what they are, and how to write. */
export const acting = {
  ...{ user: filters.user, app: filters.app, account: filters.account },
  ...writing,
  dir: dirFlag,
  env,
}

export const listFormat = text({
  description: 'text for people, json for programs, csv for spreadsheets',
  options: ['text', 'json', 'csv'],
  default: 'text',
})

/** What every list takes besides its filters. */
export const listing = {
  sort: text({ description: 'column to sort by; --sort=-COL the other way round (default name)', helpValue: 'COL' }),
  format: listFormat,
  dir: dirFlag,
  env,
}

export { boolean as toggle, text }
