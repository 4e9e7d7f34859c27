import { isMap, same } from '../model/canonical.js'
import type { TextOptions } from './applied.js'
import type { Place } from './explain.js'
import { paint } from './paint.js'
import { safe } from './safe.js'
import { table } from './table.js'
import { show } from './values.js'

/** One thing, merged: what the estate says of it field by field, and what lives. */
export interface Shown {
  readonly address: string
  /** The platform's id; null for what does not live. */
  readonly id: string | null
  readonly fields: readonly ShownField[]
}

export interface ShownField {
  readonly name: string
  /** Undefined where the estate has no opinion. */
  readonly declared: unknown
  /** The statements that made it so. */
  readonly at: readonly Place[]
  /** Undefined where nothing lives. */
  readonly live: unknown
}

/** Field, declared value, live value and the line that speaks; a `≠` before what differs. */
export function renderShow(given: Shown, { width, colour }: TextOptions): string {
  const shown = safe(given)
  const brush = paint(colour)
  const rows = shown.fields.map((field) => {
    const differs = shown.id !== null && field.declared !== undefined && !agrees(field)
    const live = text(field, field.live)
    return [
      `${differs ? brush.yellow('≠') : ' '} ${field.name}`,
      field.declared === undefined ? brush.dim('no opinion') : text(field, field.declared),
      field.at.map(({ file, line }) => `${file}:${line}`).join(' · '),
      field.declared === undefined || differs ? `live ${live}` : '',
    ]
  })
  const title = shown.id === null ? `${shown.address}  does not live` : `${shown.address}  ${shown.id}`
  return [...table([[brush.bold(title)]], { width }), '', ...table(rows, { width })].join('\n')
}

/** Live already says it: maps speak key by key, about the keys they have. */
function agrees(field: ShownField): boolean {
  const { declared, live } = field
  if (!isMap(declared) || !isMap(live)) return text(field, declared) === text(field, live)
  return Object.entries(declared).every(([key, value]) => same(value, live[key]))
}

const text = ({ name }: ShownField, value: unknown): string =>
  value === undefined ? 'nothing' : show(name.split('.').at(-1) ?? name, value)
