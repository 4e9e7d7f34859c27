import type { Plan } from '../../model/generated/plan.js'
import { isWritten, type PlanView, places } from '../plan/view.js'
import { difference } from '../values.js'
import { age, count, groupBy, grouped, list, verb } from '../words.js'
import type { Section } from './budget.js'
import { code, said } from './inline.js'
import { listed, NOTHING } from './listed.js'

/** A line that is gone takes nothing back: what it opened stays open, governed by nobody (E17). */
export function released(view: PlanView): Section {
  const { plan } = view
  const lines = alike(plan.released, ({ stays, causes }) =>
    [said(staysText(stays)), ...wherePlaces(view, causes)].join(' '),
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
  const { plan } = view
  const changes = plan.changes.filter(isWritten)
  if (changes.length === 0) return NOTHING
  const ending = plan.impact.connections.filter(({ by }) => plan.changes[by]?.observed !== true)
  const people = new Set(ending.flatMap(({ owner, id }) => owner ?? id)).size
  const of = (undone: string) => changes.filter((each) => each.undo === undone && each.operation !== 'revoke')
  const [partly, never] = [of('settings-only'), of('none')]
  if (people === 0 && partly.length === 0 && never.length === 0)
    return {
      head: [
        '#### If this is reverted',
        '',
        `All of it comes back: ${count(changes.length, 'change')}, no connection.`,
      ],
    }
  return {
    head: [
      '#### If this is reverted',
      '',
      ...connecting(people, ending),
      ...short(partly),
      ...final(never),
      ...whole(changes),
    ],
  }
}

type Changes = readonly Plan['changes'][number][]

const connecting = (people: number, ending: Plan['impact']['connections']): string[] =>
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

const whole = (changes: Changes): string[] => {
  const { length } = changes.filter((each) => each.undo === 'full')
  return length === 0 ? [] : [`- ${count(length, 'change comes back as it was', 'changes come back as they were')}.`]
}

const apps = (ending: Plan['impact']['connections']): string => {
  const counts = [...groupBy(ending, ({ app }) => app)].map(([app, same]) => `${grouped(same.length)} × ${app}`)
  return said(list(counts, 6))
}

/** What waits for somebody else; it is not asked for twice (E11). */
export function pending(view: PlanView): Section {
  const lines = alike(view.plan.pending, ({ message, since, waitsFor, causes }) => {
    const old = since === null ? '' : age(since, view.now)
    const text = message === '' ? `waits for ${waitsFor}` : message
    return [said(old === '' ? text : `${text}, ${old}`), ...wherePlaces(view, causes)].join(' ')
  })
  return listed(view, ['#### Waits for somebody'], lines)
}

/** What the estate asks for and Writ will not do now, reason by reason. */
export function held(view: PlanView): Section {
  const all = view.plan.held
  const lines = [...groupBy(all, ({ reason, message }) => `${reason} ${withoutNames(message)}`).values()].map(
    (same) => {
      const [first] = same as [Plan['held'][number]]
      const subjects = said(
        list(
          same.map(({ address }) => address),
          5,
        ),
      )
      const message = same.length === 1 ? first.message : withoutNames(first.message)
      return `- **${said(first.reason.replaceAll('-', ' '))}**${same.length === 1 ? '' : ` × ${grouped(same.length)}`}: ${subjects} ${[said(message), ...wherePlaces(view, first.causes)].join(' ')}`
    },
  )
  const head = [
    `#### Held back: ${count(all.length, 'thing')}`,
    '',
    'The estate asks for it, and this plan does not do it.',
  ]
  return listed(view, head, lines)
}

/** What is said in quotes differs from one to the next. */
const withoutNames = (message: string): string => message.replace(/"[^"]*"/g, '…')

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

const findings = (view: PlanView, wanted: (finding: Plan['findings'][number]) => boolean): string[] =>
  alike(view.plan.findings.filter(wanted), ({ severity, message, code: rule, causes }) =>
    [severity === 'info' ? 'note' : severity, said(message), `(${code(rule)})`, ...wherePlaces(view, causes)].join(' '),
  )

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

/** What is said of several addresses in the same words is said once. */
function alike<T extends { readonly address: string }>(items: readonly T[], text: (item: T) => string): string[] {
  return [...groupBy(items, text)].map(([words, same]) => {
    const subjects = list(
      same.map(({ address }) => address),
      5,
    )
    return `- ${said(subjects)} ${words}`
  })
}

const wherePlaces = ({ plan }: PlanView, causes: readonly number[]): string[] => {
  const where = places(plan, causes.slice(0, 3))
  return where === '' ? [] : [said(where)]
}
