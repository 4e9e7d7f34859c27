import { cascadeMutants, levelMutants } from './mutants/levels.js'
import { testMutants } from './mutants/mutant.js'

testMutants([...levelMutants, ...cascadeMutants])
