import { expect, test } from 'vitest'
import { behaviours, strayNumbers } from '../../scripts/generate/behaviours.mjs'

test('each behaviour of the five systems has a test on the platform and one on Writ, cited in its title', async () => {
  const all = await behaviours()
  expect(all).toHaveLength(14 + 6 + 7 + 7 + 10 + 19)
  const systems = all.filter(({ number }) => !number.startsWith('E'))
  expect(systems.filter(({ tests }) => tests.platform.length === 0).map(({ number }) => number)).toEqual([])
  expect(systems.filter(({ tests }) => tests.writ.length === 0).map(({ number }) => number)).toEqual([])
})

test('each promise of the engine that stands has a test, cited in its title', async () => {
  const engine = (await behaviours()).filter(({ number }) => number.startsWith('E'))
  expect(engine.filter(({ tests }) => tests.writ.length === 0).map(({ number }) => number)).toEqual([])
})

test('no title cites a behaviour that does not exist', async () => {
  expect(await strayNumbers()).toEqual([])
})
