// `npm run mutate`: changes the guards a little, one mutant at a time, and looks whether a test notices.
// `npm run mutate -- --mutate src/policy/gate.ts` for one file. test/mutation/explained.json holds who may survive, and why.
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.mjs' },
  mutate: [
    'src/policy/*.ts',
    'src/plan/{compare,protection,pairs,shrink*}.ts',
    'src/provider/http/{list,page,align,feed}.ts',
    'src/apply/{approved,already,merge}.ts',
    'src/record/{chain,merkle,verify*,journal}.ts',
  ],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: 2,
  timeoutMS: 20_000,
  disableTypeChecks: false,
  reporters: ['dots', 'json'],
  jsonReporter: { fileName: 'node_modules/.cache/writ/mutation.json' },
  tempDirName: '.stryker-tmp',
  cleanTempDir: 'always',
  ignorePatterns: ['dist', 'node_modules/.cache'],
}
