import { absent } from './absent.js'
import { allowLists } from './allow-lists.js'
import { connectionGates } from './connection-gates.js'
import { dates } from './dates.js'
import { duplicates } from './duplicates.js'
import { files } from './files.js'
import { holds } from './holds.js'
import { labels } from './labels.js'
import { menu } from './menu.js'
import { notAllowed } from './not-allowed.js'
import { overrides } from './overrides.js'
import { packageCycles } from './package-cycles.js'
import { people } from './people.js'
import { projectEntries } from './project-entries.js'
import { references } from './references.js'
import { removedPeople } from './removed-people.js'
import { renames } from './renames.js'
import { reviews } from './reviews.js'
import type { Rule } from './rule.js'
import { secrets } from './secrets.js'
import { selections } from './selections.js'
import { setConflicts } from './set-conflicts.js'
import { similarNames } from './similar-names.js'
import { stars } from './stars.js'
import { templateAccounts } from './template-accounts.js'
import { unsupported } from './unsupported.js'
import { unsupportedConfig } from './unsupported-config.js'
import { waivers } from './waivers.js'

/**
 * Every rule, in the order in which an author would want to hear of them: what Writ cannot do, what a document
 * says of itself, what documents name, what they say against each other, hints. Positions order what is shown.
 */
export const rules: readonly Rule[] = [
  unsupportedConfig,
  unsupported,
  files,
  absent,
  secrets,
  stars,
  selections,
  dates,
  people,
  templateAccounts,
  projectEntries,
  waivers,
  holds,
  overrides,
  reviews,
  references,
  removedPeople,
  packageCycles,
  duplicates,
  similarNames,
  renames,
  setConflicts,
  allowLists,
  notAllowed,
  connectionGates,
  menu,
  labels,
]
