import { headerText, whole } from '../fields.js'
import type { Fault } from './fault.js'

/** Sends the caller elsewhere: to a port of loopback where nobody listens, unless it says where. */
export const redirect: Fault<{ status?: number; to?: string }> = {
  name: 'redirect',
  settings: { status: whole(300, 308), to: headerText },
  before: (_exchange, { status = 302, to = 'http://127.0.0.1:9/' }) => ({
    status,
    headers: { location: to },
    body: '',
  }),
}
