export { type Loaded, loadEstate } from './load.js'
