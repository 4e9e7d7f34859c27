export { type LoadedBaseline, loadWithBaseline } from './baseline.js'
export { openCommit } from './git/open.js'
export { type Loaded, loadEstate } from './load.js'
export { loadWrit } from './only-writ.js'
