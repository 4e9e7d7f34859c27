export { type CodeEntry, codes } from './codes.js'
export { type Loaded, type LoadOptions, loadEstate } from './load.js'
