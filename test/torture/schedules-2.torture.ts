import { test } from 'vitest'
import { runShard } from './shard.js'

test('E10: whatever fails, nothing is lost, extra or written twice, and three quiet runs are enough', () => runShard(2))
