import { invalidAt, Problem } from '../problems.js'

/** What went wrong, in words that tell nothing of the inside. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Problem('too-large', 'That is more than may be sent at once.')
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Problem('unsupported-media-type', 'Bodies are application/json.')
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) return invalidAt('', 'the request cannot be read')
  return new Problem('internal', 'The platform failed.')
}
