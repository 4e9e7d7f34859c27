import { whole } from '../fields.js'
import type { Fault } from './fault.js'

const MAINTENANCE = '<!doctype html><title>Maintenance</title><h1>We will be back soon</h1>'

/** A maintenance page instead of an answer: 503 unless it says, and 200 for the sort that has hurt most. */
export const html: Fault<{ status?: number }> = {
  name: 'html',
  settings: { status: whole(200, 599) },
  before: (_exchange, { status = 503 }) => ({ status, headers: { 'content-type': 'text/html' }, body: MAINTENANCE }),
}
