import type { Plan } from '../../model/generated/plan.js'
import { type Undoing, undoing } from '../plan/undoing.js'
import { type PlanView, places } from '../plan/view.js'
import { difference } from '../values.js'
import { age, count, groupBy, grouped, list, verb } from '../words.js'
import { alike, subjectsOf } from './alike.js'
import type { Section } from './budget.js'
import { code, said } from './inline.js'
import { listed, NOTHING } from './listed.js'

/** A line that is gone takes nothing back: what it opened stays open, governed by nobody (E17). */
export function released(view: PlanView): Section {
  const { plan } = view
  const told = plan.released.map((each) => ({ ...each, message: staysText(each.stays) }))
  const lines = alike(told, (each) => placesOf(view, each)).map((same) =>
    line(subjectsOf(same), said(same.message), wherePlaces(view, same)),
  )
  const head = [
    `#### Released: ${count(plan.released.length, 'thing')}`,
    '',
    'Lines that are gone take nothing back: what they opened stays as it is, and nobody governs it any more. To close it, say so (`enabled: false`, `ensure: absent`).',
  ]
  return listed(view, head, lines)
}

function staysText(stays: Plan['released'][number]['stays']): string {
  const lives = stays === null ? '' : difference(null, stays)
  return lives === '' ? 'nothing of it lives' : `stays ${lives}`
}

/** What applying the reverse would not bring back. */
export function undo(view: PlanView): Section {
  const found = undoing(view)
  if (found === null) return NOTHING
  const { people, ending, whole, partly, never } = found
  const all = `All of it comes back: ${count(whole.length, 'change')}, no connection.`
  const isWhole = people === 0 && partly.length === 0 && never.length === 0
  const lines = [...connecting(people, ending), ...short(partly), ...final(never), ...back(whole)]
  return { head: ['#### If this is reverted', '', ...(isWhole ? [all] : lines)] }
}

type Changes = readonly Plan['changes'][number][]

const connecting = (people: number, ending: Undoing['ending']): string[] =>
  people === 0
    ? []
    : [
        `- **${count(people, 'person has', 'people have')} to connect again**: ${apps(ending)}. A connection that ended does not come back.`,
      ]

const short = ({ length }: Changes): string[] =>
  length === 0
    ? []
    : [
        `- ${count(length, 'setting comes', 'settings come')} back without the connections that end with ${verb(length, 'it', 'them')}.`,
      ]

const final = (never: Changes): string[] => {
  if (never.length === 0) return []
  const named = never.map(({ operation, address }) => `${operation} ${address}`)
  return [`- ${count(never.length, 'change')} cannot be taken back: ${said(list(named, 5))}.`]
}

const back = ({ length }: Changes): string[] =>
  length === 0 ? [] : [`- ${count(length, 'change comes back as it was', 'changes come back as they were')}.`]

const apps = (ending: Undoing['ending']): string => {
  const counts = [...groupBy(ending, ({ app }) => app)].map(([app, same]) => `${grouped(same.length)} × ${app}`)
  return said(list(counts, 6))
}

/** What waits for somebody else; it is not asked for twice (E11). */
export function pending(view: PlanView): Section {
  const told = view.plan.pending.map((each) => ({ ...each, message: each.message || `waits for ${each.waitsFor}` }))
  const old = ({ since }: Plan['pending'][number]) => (since === null ? '' : age(since, view.now))
  const lines = alike(told, (each) => old(each) + placesOf(view, each)).map((same) => {
    const waiting = old(same.first)
    return line(
      subjectsOf(same),
      said(waiting === '' ? same.message : `${same.message}, ${waiting}`),
      wherePlaces(view, same),
    )
  })
  return listed(view, ['#### Waits for somebody'], lines)
}

/** What the estate asks for and Writ will not do now, reason by reason. */
export function held(view: PlanView): Section {
  const all = view.plan.held
  const lines = alike(all, ({ reason }) => reason).map((same) =>
    line(
      `**${said(same.first.reason.replaceAll('-', ' '))}**`,
      subjectsOf(same),
      said(same.message),
      wherePlaces(view, same),
    ),
  )
  const head = [
    `#### Held back: ${count(all.length, 'thing')}`,
    '',
    'The estate asks for it, and this plan does not do it.',
  ]
  return listed(view, head, lines)
}

const AFTER_MERGE = /^baseline\//

/** What else the commit changes that no change of the plan shows (E18). */
export const besidesChanges = (view: PlanView): Section =>
  listed(
    view,
    ['#### Also in this commit'],
    findings(view, ({ code: rule }) => AFTER_MERGE.test(rule)),
  )

/** What somebody should know and no change mends. */
export function notes(view: PlanView): Section {
  const { plan } = view
  const told = (severity: string) =>
    findings(view, (each) => each.severity === severity && !AFTER_MERGE.test(each.code))
  const lines = [...warnings(plan), ...told('warning'), ...told('info'), ...guard(plan), ...power(plan)]
  return listed(view, ['#### To know'], lines)
}

/** What protection holds back is told among what is held. */
const warnings = ({ verdicts }: Plan): string[] =>
  verdicts
    .filter(({ effect, rule }) => effect === 'warn' || effect === 'info' || (effect === 'hold' && rule !== 'protect'))
    .map(({ effect, rule, subject, message, at }) => {
      const place = at === undefined ? '' : ` ${code(`${at.file}:${at.line}`)}`
      return `- ${WORDS[effect]} ${code(rule)}${place}${subject === 'plan' ? '' : ` ${said(subject)}`} ${said(message)}`
    })

const WORDS = { refuse: 'refused', hold: 'left out', warn: 'warning', pass: 'let pass', info: 'note' } as const

function findings(view: PlanView, wanted: (finding: Plan['findings'][number]) => boolean): string[] {
  const told = view.plan.findings.filter(wanted)
  return alike(told, (each) => each.code + each.severity + placesOf(view, each)).map((same) =>
    line(
      WORD[same.first.severity],
      subjectsOf(same),
      said(same.message),
      `(${code(same.first.code)})`,
      wherePlaces(view, same),
    ),
  )
}

const WORD = { error: 'error', warning: 'warning', info: 'note' } as const

/** A list that came too short would not be noticed, or was. */
const guard = ({ guards: { shrink } }: Plan): string[] => {
  if (shrink.state === 'on') return []
  if (shrink.state === 'off')
    return [
      '- note: no record of an earlier run to compare with, so that a list which came too short would not be noticed',
    ]
  return [`- **shrink guard ${shrink.state}**, against what was seen at ${code(shrink.since ?? 'an unknown time')}`]
}

const power = ({ platform }: Plan): string[] =>
  platform.writePower ? ['- warning: planned with a token that may write, for want of a `readToken`'] : []

interface Placed {
  readonly causes: readonly number[]
}

const placesOf = ({ plan }: PlanView, { causes }: Placed): string => places(plan, causes.slice(0, 3))

const wherePlaces = (view: PlanView, { first }: { readonly first: Placed }): string => {
  const where = placesOf(view, first)
  return where === '' ? '' : said(where)
}

const line = (...parts: readonly string[]): string => `- ${parts.filter((part) => part !== '').join(' ')}`
