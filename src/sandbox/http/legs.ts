import type { Answer } from '../idempotency.js'
import type { Platform } from '../platform.js'
import type { Legs } from '../rules/connections.js'

/** A revocation as its answer tells it: of one connection, or of each in a bulk. */
interface Told {
  id?: string
  row?: { id: string }
  legs?: Legs
  results?: Told[]
}

/** Takes back at the third party what an answer says has ended here, and corrects what the answer says of it (RFC 7009). */
export async function withLegs(platform: Platform, draft: Answer): Promise<Answer> {
  const body = JSON.parse(draft.body) as Told
  const open = [body, ...(body.results ?? [])].filter(({ legs }) => legs?.thirdParty === 'failed')
  if (open.length === 0) return draft
  const idOf = ({ id, row }: Told): string => row?.id ?? id ?? ''
  const taken = await platform.revocations.settle(open.map(idOf))
  for (const told of open) if (taken.get(idOf(told))) told.legs = { platform: 'revoked', thirdParty: 'revoked' }
  return { ...draft, body: JSON.stringify(body) }
}
