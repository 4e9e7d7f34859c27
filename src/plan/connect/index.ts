import type { Wish } from '../../model/desired.js'
import type { Problem, Waiting } from '../../model/problem.js'
import type { AccountContext } from '../context.js'
import { obstacleTo } from './obstacles.js'
import { personalWishes } from './personal.js'
import { proposeConnection } from './propose.js'
import { waitingConnections } from './waiting.js'

/** What remains to be said of connections once all else is planned. */
export interface Connecting {
  readonly problems: readonly Problem[]
  readonly waiting: readonly Waiting[]
}

/**
 * Connects what is meant to be connected and does not live: with an API key by itself, else by asking its owner, once
 * (C2, U3, E11). Comes last, for only then does the draft say which gates are open and which places are free.
 */
export function connect(context: AccountContext): Connecting {
  const personal = personalWishes(context)
  const live = waitingConnections(context)
  const problems: Problem[] = [...personal.problems, ...live.problems]
  const waiting: Waiting[] = [...live.waiting]
  for (const wish of [...context.desired.wishes, ...personal.wishes]) {
    if (!context.settings.inScope(wish.address)) continue
    const obstacle = obstacleTo(context, wish)
    if (obstacle === null) proposeConnection(context, wish)
    else if (obstacle.sort === 'problem') problems.push({ ...obstacle, ...about(wish) })
    else if (obstacle.sort === 'waiting') waiting.push({ ...obstacle, ...about(wish) })
    else context.draft.held.push({ ...obstacle, ...about(wish), before: null, after: { ...wish.fields } })
  }
  return { problems, waiting }
}

const about = ({ address, statements }: Wish): Pick<Problem, 'address' | 'statements'> => ({ address, statements })
