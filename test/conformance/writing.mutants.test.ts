import { testMutants } from './mutants/mutant.js'
import { bulkMutants, idempotencyMutants, versionMutants } from './mutants/writing.js'

testMutants([...versionMutants, ...idempotencyMutants, ...bulkMutants])
