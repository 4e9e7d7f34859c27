import type { Parsed } from '../support/quick.js'

/** What runs a command that was parsed, and ends with its exit code. Loaded only when it is asked for. */
export type Runner = (parsed: Parsed) => Promise<number>

export const runners = {
  'accounts:list': async () => (await import('./list.js')).list('accounts'),
  apply: async () => (await import('./apply.js')).apply,
  'apps:list': async () => (await import('./list.js')).list('apps'),
  audit: async () => (await import('./audit.js')).audit,
  completion: async () => (await import('./completion.js')).completion,
  'connections:list': async () => (await import('./list.js')).list('connections'),
  conformance: async () => (await import('./conformance.js')).conformance,
  demo: async () => (await import('./demo.js')).demo,
  drift: async () => (await import('./plan.js')).drift,
  explain: async () => (await import('./explain.js')).explain,
  graph: async () => (await import('./graph.js')).graph,
  import: async () => (await import('./import.js')).importEstate,
  init: async () => (await import('./init.js')).init,
  'lease:release': async () => (await import('./lease.js')).releaseLease,
  'lease:show': async () => (await import('./lease.js')).showLease,
  plan: async () => (await import('./plan.js')).plan,
  'policy:test': async () => (await import('./policy-test.js')).policyTest,
  probe: async () => (await import('./probe.js')).probe,
  'record:list': async () => (await import('./record-list.js')).listRecords,
  'record:show': async () => (await import('./record-show.js')).showRecord,
  'record:verify': async () => (await import('./record-verify.js')).verifyRecords,
  sandbox: async () => (await import('./sandbox.js')).sandbox,
  schema: async () => (await import('./schema.js')).schema,
  show: async () => (await import('./show.js')).show,
  'users:list': async () => (await import('./list.js')).list('users'),
  validate: async () => (await import('./validate.js')).validate,
} as const
