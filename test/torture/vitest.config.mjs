import { defineConfig } from 'vitest/config'

/** Torture is no part of `npm test`: it takes minutes, and its figures are what it is for. */
export default defineConfig({
  test: {
    include: ['test/torture/*.torture.ts'],
    testTimeout: 4 * 60 * 60 * 1000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    reporters: ['default'],
  },
})
