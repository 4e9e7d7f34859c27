import type { Check } from './check.js'
import * as bulk from './checks/bulk.js'
import * as catalogue from './checks/catalogue.js'
import * as closing from './checks/closing.js'
import * as connections from './checks/connections.js'
import * as consent from './checks/consent.js'
import * as expecting from './checks/expecting.js'
import * as feed from './checks/feed.js'
import * as filters from './checks/filters.js'
import * as gates from './checks/gates.js'
import * as idempotency from './checks/idempotency.js'
import * as keeping from './checks/keeping.js'
import * as lease from './checks/lease.js'
import * as leaving from './checks/leaving.js'
import * as levels from './checks/levels.js'
import * as own from './checks/own.js'
import * as pages from './checks/pages.js'
import * as people from './checks/people.js'
import * as platform from './checks/platform.js'
import * as problems from './checks/problems.js'
import * as refusals from './checks/refusals.js'
import * as registry from './checks/registry.js'
import * as roles from './checks/roles.js'
import * as selection from './checks/selection.js'
import * as trail from './checks/trail.js'
import * as versions from './checks/versions.js'

/**
 * Every clause that is checked, from what the others stand on to what stands on them: who first finds that lists lie
 * need not wonder about cascades.
 */
export const CHECKS: readonly Check[] = [
  platform.identity,
  platform.me,
  platform.unauthorized,
  problems.documents,
  problems.nothingThere,
  problems.unknownField,
  problems.unknownQuery,
  problems.otherBodies,
  pages.limit,
  pages.cursorWalk,
  pages.exactMultiple,
  pages.total,
  pages.revision,
  pages.unknownCursor,
  filters.filters,
  filters.settingsInBulk,
  versions.etags,
  versions.missing,
  versions.moved,
  versions.neverWritten,
  versions.neverReused,
  versions.unchanged,
  idempotency.keyMissing,
  idempotency.replay,
  idempotency.otherRequest,
  idempotency.failures,
  bulk.order,
  bulk.ownVersions,
  bulk.mostItems,
  bulk.revoke,
  bulk.oneKey,
  selection.firstSelection,
  selection.newProjects,
  selection.editedSelection,
  levels.nothingBelow,
  levels.presets,
  levels.unconfigured,
  levels.closedAbove,
  levels.ownWord,
  closing.accountOff,
  closing.accountOffEnds,
  closing.projectOff,
  leaving.leaving,
  leaving.narrowing,
  leaving.archiving,
  keeping.endingNothing,
  expecting.expected,
  expecting.expectedInBulk,
  registry.install,
  registry.deactivate,
  registry.uninstall,
  registry.uninstalled,
  registry.secrets,
  gates.everyGate,
  refusals.sentence,
  refusals.apiKey,
  refusals.dryRun,
  gates.groupTypes,
  gates.inProject,
  gates.withoutProjects,
  catalogue.allowedLater,
  catalogue.portal,
  people.invitation,
  people.notTwice,
  people.acceptance,
  people.lastOwner,
  people.connectionsFirst,
  connections.onePersonal,
  connections.manyNamed,
  connections.revokedOnce,
  connections.inUse,
  connections.usableBy,
  connections.keyHidden,
  consent.request,
  consent.otherWay,
  consent.reauth,
  consent.unknownState,
  feed.ordered,
  feed.cascaded,
  feed.beyond,
  trail.effective,
  trail.trail,
  lease.held,
  lease.fencing,
  roles.readToken,
  roles.manager,
  roles.projectAdmin,
  roles.member,
  own.ownOnly,
  own.creatorOnly,
  own.use,
  own.callback,
]
