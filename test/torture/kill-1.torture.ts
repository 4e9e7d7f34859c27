import { test } from 'vitest'
import { runKillShare } from './kill-share.js'

test('E10: killed at any point, the next run converges, and the one after does nothing', () => runKillShare(0))
