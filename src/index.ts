/** What a program may import: the pipeline, its ports and the values that travel through it. */
export {
  type ActRequest,
  type Applying,
  type ApplyOptions,
  type Audited,
  act,
  apply,
  audit,
  type Baseline,
  list,
  type Planning,
  plan,
  probe,
  type RunOptions,
  underBaseline,
  validate,
} from './engine.js'
export type { Audit } from './model/audit.js'
export type { Diagnostic } from './model/diagnostic.js'
export type { Estate } from './model/document.js'
export { Fault } from './model/fault.js'
export type { RunEvent } from './model/generated/events.js'
export type { Plan } from './model/generated/plan.js'
export { EXIT, outcome } from './model/outcome.js'
export { createHttpPlatform, createHttpReader, type HttpOptions } from './provider/http/port.js'
export type { ReadPort, WritePort } from './provider/port.js'
export { planMarkdown } from './report/markdown/plan.js'
export { renderPlan } from './report/plan.js'
