import type { Estate } from '../../model/document.js'
import type { RunOptions } from '../options.js'
import type { Asked } from './options.js'
import type { Seen } from './pictured.js'

export async function documentsAlone(_asked: Asked, _estate: Estate | null, _options: RunOptions): Promise<Seen> {
  return {
    picture: null,
    next: null,
    runs: [],
    access: [],
    connections: [],
    audit: null,
    open: ['no picture'],
    gaps: [],
  }
}
