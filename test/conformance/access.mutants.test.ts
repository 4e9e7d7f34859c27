import { gateMutants, peopleMutants, registryMutants, roleMutants } from './mutants/access.js'
import { testMutants } from './mutants/mutant.js'

testMutants([...gateMutants, ...registryMutants, ...peopleMutants, ...roleMutants])
