import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { NewFile } from './estate-files.js'
import { packageRoot } from './oclif.js'

/** The files of an estate to begin with, for the folder in which they will stand. A pipeline's machines keep no files. */
export const scaffold = (dir: string, inPipeline = false): NewFile[] =>
  Object.entries(FILES).map(([path, { schema, text }]) => ({
    path,
    text: modeline(dir, path, schema) + text + (inPipeline && path === 'writ.yaml' ? RECORD : ''),
  }))

/**
 * Tells editors which schema a file has, where that leads somewhere for everybody: to a Writ that is installed beside
 * the estate. Elsewhere the path would be of this machine alone.
 */
function modeline(dir: string, path: string, schema: string | null): string {
  const at = packageRoot.lastIndexOf(`${sep}node_modules${sep}`)
  const file = join(resolve(dir), path)
  const isBeside = at >= 0 && file.startsWith(packageRoot.slice(0, at + 1))
  const target = join(packageRoot, 'schema', `${schema}.schema.json`)
  if (schema === null || !isBeside || !existsSync(target)) return ''
  return `# yaml-language-server: $schema=${relative(dirname(file), target).split(sep).join('/')}\n`
}

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

const FILES: Readonly<Record<string, { readonly schema: string | null; readonly text: string }>> = {
  'writ.yaml': { schema: 'writ', text: WRIT },
  'apps/slack.yaml': { schema: 'app', text: APP },
  'packages/basic.yaml': { schema: 'package', text: PACKAGE },
  'accounts/acme.yaml': { schema: 'account', text: ACCOUNT },
  '.gitignore': { schema: null, text: IGNORED },
}
