import { canonical, digest } from '../model/canonical.js'
import type { Estate, EstateDocument } from '../model/document.js'

/** Fields that people read and Writ does not act on. */
const TEXTS = new Set(['notes', 'reason', 'ticket'])

/** A digest of what an estate says, whatever its files, its order and its texts. */
export function contentDigest({ config, documents }: Estate): string {
  const { mode, protect, platform, secretEnv } = config
  const said = documents.map(saidBy).sort()
  return digest({ mode, protect, tenant: platform.tenant, secretEnv, said })
}

/** What a document says, whatever its file and its texts. Worked out once for each. */
export function saidBy(document: EstateDocument): string {
  const known = SAID.get(document)
  if (known !== undefined) return known
  const said = canonical(withoutTexts(document))
  SAID.set(document, said)
  return said
}

const SAID = new WeakMap<EstateDocument, string>()

const withoutTexts = ({ kind, value }: EstateDocument): object =>
  Object.fromEntries(
    Object.entries(value).filter(
      ([key]) =>
        !TEXTS.has(key) &&
        (key !== 'owner' || kind === 'Connection') &&
        (kind !== 'Policy' || (key !== 'message' && key !== 'examples')),
    ),
  )
