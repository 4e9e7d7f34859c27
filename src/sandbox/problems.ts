const STATUS = {
  unauthorized: 401,
  forbidden: 403,
  'app-not-available': 403,
  'consent-denied': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  conflict: 409,
  'name-taken': 409,
  'level-closed': 409,
  'connections-live': 409,
  'idempotency-conflict': 409,
  'lease-held': 409,
  'lease-fenced': 409,
  'last-owner': 409,
  'own-credential': 409,
  'precondition-failed': 412,
  'connections-changed': 412,
  'too-large': 413,
  'unsupported-media-type': 415,
  invalid: 422,
  'precondition-required': 428,
  'rate-limited': 429,
  internal: 500,
} as const

export type ProblemName = keyof typeof STATUS

/** The plainest name of a refusal of this status. */
export const nameOfStatus = (status: number): ProblemName =>
  (Object.keys(STATUS) as ProblemName[]).find((name) => STATUS[name] === status) ?? 'internal'

/** One complaint about a request body: where (JSON pointer) and why. */
export interface BodyError {
  pointer: string
  detail: string
}

/** A problem document (RFC 9457) as it goes over the wire. */
export interface ProblemDocument {
  type: string
  title: string
  status: number
  detail: string
  [extra: string]: unknown
}

/** A refusal with a stable name; thrown by rules, turned into a document at one place. */
export class Problem extends Error {
  readonly status: number

  constructor(
    readonly problem: ProblemName,
    detail: string,
    readonly extras: Record<string, unknown> = {},
  ) {
    super(detail)
    this.status = STATUS[problem]
  }

  /** The document to answer; `type` is `urn:writ:problem:NAME`. */
  document(): ProblemDocument {
    const words = this.problem.replaceAll('-', ' ')
    const title = words.charAt(0).toUpperCase() + words.slice(1)
    const type = `urn:writ:problem:${this.problem}`
    return { type, title, status: this.status, detail: this.message, ...this.extras }
  }
}

/** 422 with every complaint. */
export const invalid = (errors: BodyError[]): Problem =>
  new Problem('invalid', errors.map((e) => `${e.pointer || '/'}: ${e.detail}`).join('; '), { errors })

/** 422 with one complaint. */
export const invalidAt = (pointer: string, detail: string): Problem => invalid([{ pointer, detail }])

export const notFound = (what: string): Problem => new Problem('not-found', `There is no ${what}.`)

export const forbidden = (detail: string): Problem => new Problem('forbidden', detail)

/** T5: the exact sentence a refused customer sees. */
export const appNotAvailable = (): Problem =>
  new Problem(
    'app-not-available',
    'This integration is not available for your account. Please contact your administrator.',
  )
