import { expect, test } from 'vitest'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import { seedOfProjects } from '../support/estates.js'
import { startPlatform } from '../support/platform.js'

// AWS DynamoDB, October 2025: a writer that had been held up applied an old plan over a new one.

test('E6: a write that was held up until another took over is refused by its fencing number alone', async () => {
  const { open, proxy, sandbox, call } = await startPlatform(seedOfProjects(2))
  const late = open({ timeouts: { headers: 5000, whole: 5000 } })
  const { rows } = await late.read(() => true)
  const [project] = [...rows.projects.values()]
  const lease = await late.acquireLease('the late one', 30)
  if ('heldBy' in lease) throw new Error('nobody else is here')
  proxy.between = async ({ path }) => {
    if (path !== '/v1/bulk/upsert') return
    const next = createHttpPlatform({ url: sandbox.url, token: sandbox.tokens.admin })
    await next.releaseLease(lease)
    expect(await next.acquireLease('the next one', 30)).toMatchObject({ fencing: lease.fencing + 1 })
    await next.close()
  }
  const write = {
    ...({ operation: 'upsert', collection: 'projects' } as const),
    ...{ id: project?.id ?? '', ifMatch: project?.etag ?? '', body: { labels: { by: 'the late one' } } },
  }
  const context = { idempotencyKey: 'late', fencing: lease.fencing }
  expect(await late.write([write], context)).toMatchObject([{ status: 'refused', problem: 'lease-fenced' }])
  expect(await call('GET', `/v1/projects/${project?.id}`)).toMatchObject({ labels: {} })
})
