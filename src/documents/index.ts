export { openCommit } from './git/open.js'
export { type Loaded, loadEstate } from './load.js'
