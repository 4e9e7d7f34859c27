import { testMutants } from './mutants/mutant.js'
import { readingMutants } from './mutants/reading.js'

testMutants(readingMutants)
