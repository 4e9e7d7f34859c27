import { withModeline } from './editor.js'
import type { NewFile } from './estate-files.js'

/** The files of an estate to begin with. A pipeline's machines keep no files. */
export const scaffold = (inPipeline = false): NewFile[] =>
  Object.entries(FILES).map(([path, text]) => {
    const whole = { path, text: text + (inPipeline && path === 'writ.yaml' ? RECORD : '') }
    return path.endsWith('.yaml') ? withModeline(whole) : whole
  })

const WRIT = `# The root of this estate: which platform, and how far Writ may go.
version: 1
platform:
  type: writ
  url: http://127.0.0.1:4010          # writ sandbox --port 4010 is one to try
  tenant: sandbox                     # what the platform calls itself; with any other nothing runs
  token: {env: WRIT_TOKEN}            # the variable that holds the token, never the token
  readToken: {env: WRIT_READ_TOKEN}   # plan and drift need no more than this one

# observe: everything is planned and nothing is written. Say enforce when a plan says what you mean.
mode: observe

# limits: {revokedConnections: {max: 5}}   # how much one run may do without anybody's word; defaults hold where absent
`

const RECORD = `
# What each run did is kept in the repository itself, beside its branches; see docs/records.md.
record: {store: "git:refs/writ/records"}
`

const APP = `# What can be connected at all. One document an app; other documents name it by its name.
kind: App
name: slack
displayName: Slack
description: Messages and alerts
category: communication
auth: oauth2
state: active
settings: {clientId: replace-me}   # from the provider; a secret is only ever named: secrets: {clientSecret: {env: ...}}
`

const PACKAGE = `# What a tier of customers may have. It exists here only; the platform sees the apps.
kind: Package
name: basic
apps: [slack]
`

const ACCOUNT = `# One customer. What is left out stays as it is on the platform; [] and false mean none and off.
kind: Account
name: acme
labels: {tier: basic}
showIntegrations: true             # its people see the integrations menu
allowedApps: {packages: [basic]}   # what they may connect
integrations:
  slack: {enabled: true, projects: all}   # on for every project, and for later ones
`

/** Plans name people and what they connect. */
const IGNORED = `/plan*.json
`

const FILES: Readonly<Record<string, string>> = {
  'writ.yaml': WRIT,
  'apps/slack.yaml': APP,
  'packages/basic.yaml': PACKAGE,
  'accounts/acme.yaml': ACCOUNT,
  '.gitignore': IGNORED,
}
