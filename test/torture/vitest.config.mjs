import { defineConfig } from 'vitest/config'

/** Torture is no part of `npm test`: it takes minutes, and its figures are what it is for. */
export default defineConfig({
  test: {
    include: ['test/torture/*.torture.ts'],
    testTimeout: 4 * 60 * 60 * 1000,
    hookTimeout: 60_000,
    // One at a time: what takes a second must not look like a hang because its neighbours work.
    fileParallelism: process.env.WRIT_TORTURE_SIDE_BY_SIDE === '1',
    reporters: ['default'],
  },
})
