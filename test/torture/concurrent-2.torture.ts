import { test } from 'vitest'
import { runConcurrentShare } from './concurrent-share.js'

test('E6: of applies at once, none writes under a number that is not the newest', () => runConcurrentShare(1))
