import { openFolder } from './files/folder.js'
import type { FileTree } from './files/tree.js'
import { type Loaded, type LoadOptions, loadEstate } from './load.js'

/** An estate as if it had no documents: for what concerns writ.yaml alone, and has to work while a document is wrong. */
export function loadWrit(dir: string, options: LoadOptions): Promise<Loaded> {
  const tree = openFolder(dir)
  return loadEstate(tree === undefined ? dir : onlyWrit(tree), options)
}

const onlyWrit = (tree: FileTree): FileTree => ({
  label: tree.label,
  list: (folder) => tree.list(folder).filter(({ name }) => folder === '' && name === 'writ.yaml'),
  target: (link) => tree.target(link),
  read: (file) => tree.read(file),
})
