import { defineConfig } from 'vitest/config'

/** The tests that hold the guards: over functions and HTTP, without a process or a browser for each. */
export default defineConfig({
  test: { include: ['test/{policy,plan,apply,provider,record,decided}/**/*.test.ts'], testTimeout: 60_000 },
})
