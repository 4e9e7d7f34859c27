import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PastDay } from '../../src/model/history.js'
import { tenant } from '../support/planning.js'
import { noon, past, uses } from './past.js'

const PEOPLE = ['ana', 'bo', 'olga']
const APPS = ['slack', 'zoom']
const PROJECTS = ['apollo', 'zeus']
const GROUP: Readonly<Record<string, string>> = { apollo: 'engineering', zeus: 'sales' }

/** All that decides who may use what here, as plainly as it can be said. */
interface Model {
  /** `slack apollo` for each app that is on in a project. */
  readonly on: ReadonlySet<string>
  /** Who is in a project's group. */
  readonly members: Readonly<Record<string, readonly string[]>>
}

/** Who may use what, without a gate of Writ's: the app is on in the project, and the person is in its group. */
const oracle = ({ on, members }: Model): string[] =>
  [...on].flatMap((each) => (members[each.split(' ')[1] ?? ''] ?? []).map((who) => `${who} ${each}`)).sort()

const textOf = ({ on, members }: Model): string => {
  const entry = (app: string, project: string) =>
    `  ${app}: {enabled: ${on.has(`${app} ${project}`)}, groups: [${GROUP[project]}], groupTypes: []}`
  return [
    ...APPS.map((name) => `kind: App\nname: ${name}`),
    `kind: Account\nname: acme\nintegrations:\n${APPS.map((app) => `  ${app}: {enabled: true, projects: all}`).join('\n')}`,
    ...PROJECTS.map(
      (name) =>
        `kind: Project\naccount: acme\nname: ${name}\nintegrations:\n${APPS.map((app) => entry(app, name)).join('\n')}`,
    ),
    ...PROJECTS.map(
      (project) =>
        `kind: Group\naccount: acme\nproject: ${project}\nname: ${GROUP[project]}\nmembers: [${(members[project] ?? []).map((who) => `${who}@acme.example`).join(', ')}]`,
    ),
  ].join('\n---\n')
}

const START: Model = { on: new Set(['slack apollo']), members: { apollo: ['ana', 'bo'], zeus: ['ana'] } }

type Deed =
  | { readonly deed: 'toggle' | 'hand'; readonly app: string; readonly project: string }
  | { readonly deed: 'member'; readonly who: string; readonly project: string }
  | { readonly deed: 'picture' | 'rest' }

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      deed: fc.constant('toggle' as const),
      app: fc.constantFrom(...APPS),
      project: fc.constantFrom(...PROJECTS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      deed: fc.constant('member' as const),
      who: fc.constantFrom(...PEOPLE),
      project: fc.constantFrom(...PROJECTS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      deed: fc.constant('hand' as const),
      app: fc.constantFrom(...APPS),
      project: fc.constantFrom(...PROJECTS),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ deed: 'picture' as const }) },
  { weight: 1, arbitrary: fc.constant({ deed: 'rest' as const }) },
)

const toggled = (model: Model, each: string): Model => {
  const on = new Set(model.on)
  if (!on.delete(each)) on.add(each)
  return { ...model, on }
}

const joined = ({ on, members }: Model, project: string, who: string): Model => {
  const group = members[project] ?? []
  return {
    on,
    members: { ...members, [project]: group.includes(who) ? group.filter((each) => each !== who) : [...group, who] },
  }
}

/** Plays the days on a real platform. @returns what lives at the end of each, and whether somebody's hand was in it */
async function play(deeds: readonly Deed[]) {
  const days = await past(tenant())
  let wanted = START
  let lives = START
  const each: { readonly lives: string[]; readonly hands: number }[] = []
  let hands = 0
  const hand = await days.world.sandbox.as('olga@acme.example', { via: 'admin-page' })
  days.declare(1, textOf(wanted))
  await days.apply(1)
  await days.picture(1)
  each.push({ lives: oracle(lives), hands })
  for (const [at, one] of deeds.entries()) {
    const day = at + 2
    if (one.deed === 'picture') await days.picture(day)
    if (one.deed === 'hand') {
      hands += 1
      lives = toggled(lives, `${one.app} ${one.project}`)
      await hand.set(`projects/prj_${one.project}`, one.app, { enabled: lives.on.has(`${one.app} ${one.project}`) })
    }
    if (one.deed === 'toggle' || one.deed === 'member') {
      wanted =
        one.deed === 'toggle' ? toggled(wanted, `${one.app} ${one.project}`) : joined(wanted, one.project, one.who)
      days.declare(day, textOf(wanted))
      const { reasons } = await days.apply(day)
      expect(reasons).toEqual([])
      lives = wanted
    }
    each.push({ lives: oracle(lives), hands })
  }
  return { days, each }
}

/** What an answer is sure of, and for whom it says that it does not know. */
const sureOf = ({ access }: PastDay) => access.filter(({ known }) => ['proven', 'sealed', 'agreed'].includes(known))
const unsure = ({ access }: PastDay) =>
  new Set(access.filter(({ known }) => known === 'not-known').map(({ user, app }) => `${user.split('@')[0]} ${app}`))
const pairOf = (use: string): string => use.split(' ').slice(0, 2).join(' ')

test('U7, E15: whatever was granted, taken and done by hand on random days, each day is told as it was, or as not known', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 7 }), async (deeds) => {
      const { days, each } = await play(deeds)
      for (const [at, { lives, hands }] of each.entries()) {
        const told = await days.at(at + 1)
        const doubted = unsure(told)
        // What is sure is so, and what was so and is not told is doubted.
        if (hands === 0)
          expect(uses(told).filter((use) => !doubted.has(pairOf(use)))).toEqual(
            lives.filter((use) => !doubted.has(pairOf(use))),
          )
        for (const use of uses({ access: sureOf(told) })) expect(lives).toContain(use)
        // A sign that nothing was seen afterwards stands at each row that a hand may have falsified.
        if (told.next !== null)
          for (const use of lives) if (!doubted.has(pairOf(use))) expect(uses(told)).toContain(use)
      }
    }),
    { numRuns: Number(process.env.WRIT_RUNS ?? 6), seed: 20261122, endOnFailure: true },
  )
}, 300_000)

test('the days of these tests are whole days', () => {
  expect(noon(1).toISOString()).toBe('2026-03-01T12:00:00.000Z')
})
