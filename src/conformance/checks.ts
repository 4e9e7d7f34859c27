import type { Check } from './check.js'
import * as bulk from './checks/bulk.js'
import * as cascades from './checks/cascades.js'
import * as connections from './checks/connections.js'
import * as feed from './checks/feed.js'
import * as gates from './checks/gates.js'
import * as idempotency from './checks/idempotency.js'
import * as lease from './checks/lease.js'
import * as levels from './checks/levels.js'
import * as lists from './checks/lists.js'
import * as own from './checks/own.js'
import * as people from './checks/people.js'
import * as platform from './checks/platform.js'
import * as problems from './checks/problems.js'
import * as registry from './checks/registry.js'
import * as roles from './checks/roles.js'
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
  lists.limit,
  lists.cursorWalk,
  lists.exactMultiple,
  lists.total,
  lists.revision,
  lists.unknownCursor,
  lists.filters,
  lists.settingsInBulk,
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
  levels.firstSelection,
  levels.newProjects,
  levels.editedSelection,
  levels.nothingBelow,
  levels.presets,
  levels.unconfigured,
  levels.closedAbove,
  levels.ownWord,
  cascades.accountOff,
  cascades.accountOffEnds,
  cascades.projectOff,
  cascades.leaving,
  cascades.narrowing,
  cascades.archiving,
  cascades.endingNothing,
  cascades.expected,
  cascades.expectedInBulk,
  registry.install,
  registry.deactivate,
  registry.uninstall,
  registry.uninstalled,
  registry.secrets,
  gates.everyGate,
  gates.sentence,
  gates.apiKey,
  gates.dryRun,
  gates.groupTypes,
  gates.inProject,
  gates.withoutProjects,
  gates.allowedLater,
  gates.portal,
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
  connections.request,
  connections.otherWay,
  connections.reauth,
  connections.unknownState,
  feed.ordered,
  feed.cascaded,
  feed.beyond,
  feed.effective,
  feed.trail,
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
