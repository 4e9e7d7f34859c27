import { RULES } from './mutants/index.js'
import { testMutants } from './mutants/mutant.js'

testMutants(RULES)
