import { expect, test } from 'vitest'
import { seedOfProjects } from '../support/estates.js'
import { startPlatform } from '../support/platform.js'

// The AWS provider, 28535, and DigitalOcean, 368: a default page of 25 or 10 was taken for all there is.

test.each([1, 2, 24, 25, 26, 51])('E4: a list of %i is read to its end, however short its pages are', async (size) => {
  const { open } = await startPlatform(seedOfProjects(size))
  const snapshot = await open({ pageSize: 25 }).read(() => true)
  expect(snapshot.rows.projects.size).toBe(size)
  expect(snapshot.reads.find(({ collection }) => collection === 'projects')).toMatchObject({
    ...{ complete: true, rows: size, total: size },
    pages: Math.ceil(size / 25),
  })
})
