import type { Exchange } from '../model/generated/conformance.js'
import { json, Unmet } from './unmet.js'

/** What of a row the checks need to know before they look. */
export type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly etag: string }
export type Fields = Readonly<Record<string, unknown>>

/** A page of a list. */
export interface Page {
  readonly items: readonly Row[]
  readonly total: number
  readonly revision: number
  readonly next: string | null
}

/** A row that the platform changed by itself because of a write. */
export interface Effect {
  readonly op: string
  readonly collection: string
  readonly id: string
  readonly row: Fields | null
}

/** An answer, and what a check demands of it. Every demand that is not met throws `Unmet` with this exchange. */
export class Answer {
  constructor(
    readonly status: number,
    readonly headers: Readonly<Record<string, string>>,
    readonly text: string,
    readonly exchange: Exchange,
  ) {}

  /** The body, where it is a JSON object. */
  get json(): Fields | null {
    try {
      const value: unknown = JSON.parse(this.text)
      return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
    } catch {
      return null
    }
  }

  /** Demands success with a JSON object whose fields are these, among others. Lists must be the same throughout. */
  is(status: number, fields: Fields = {}): Row {
    if (this.status !== status) throw this.unmet(`status ${status}`, this.#statusTold())
    const body = this.json
    if (body === null) throw this.unmet('a JSON object', 'another body')
    for (const [name, wanted] of Object.entries(fields)) {
      if (!fits(body[name], wanted)) throw this.unmet(told(name, wanted), told(name, body[name]))
    }
    return body as Row
  }

  /** Demands a refusal of this status and name. */
  refuses(status: number, name: string): Fields {
    const type = `urn:writ:problem:${name}`
    const body = this.json
    if (this.status !== status || body?.type !== type) throw this.unmet(`${status} ${name}`, this.#statusTold())
    return body
  }

  /** Demands a page of a list. */
  page(): Page {
    const body = this.is(200) as unknown as Page
    if (!Array.isArray(body.items)) throw this.unmet('a list of items', told('items', body.items))
    return body
  }

  /** What the platform did by itself because of this write. */
  get effects(): readonly Effect[] {
    const effects = this.json?.effects
    if (!Array.isArray(effects)) throw this.unmet('effects', told('effects', effects))
    return effects as readonly Effect[]
  }

  /** Demands an effect on one row, whose fields afterwards are these. */
  effect(op: string, collection: string, id: string, fields: Fields = {}): void {
    const found = this.effects.find((each) => each.collection === collection && each.id === id)
    const wanted = `the effect ${op} of ${collection}/${id}${Object.keys(fields).length > 0 ? ` with ${json(fields)}` : ''}`
    if (found === undefined) throw this.unmet(wanted, 'no such effect')
    if (found.op !== op || !fits(found.row ?? {}, fields)) throw this.unmet(wanted, json(found))
  }

  /** Demands that exactly these connections ended because of this write. */
  ends(...ids: readonly string[]): void {
    const ended = this.effects.filter(({ op, collection }) => op === 'end' && collection === 'connections')
    const [came, wanted] = [ended.map(({ id }) => id).sort(), [...ids].sort()]
    if (!fits(came, wanted)) throw this.unmet(told('connections that end', wanted), told('connections that end', came))
  }

  unmet = (expected: string, came: string): Unmet => new Unmet(expected, came, this.exchange)

  #statusTold = (): string =>
    `status ${this.status}${typeof this.json?.type === 'string' ? ` ${this.json.type.replace('urn:writ:problem:', '')}` : ''}`
}

const told = (name: string, value: unknown): string => `${name} ${value === undefined ? '(absent)' : json(value)}`

/** An object need only have what is wanted of it; everything else must be the same. */
export function fits(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return Array.isArray(value) && value.length === wanted.length && wanted.every((each, at) => fits(value[at], each))
  if (typeof wanted !== 'object' || wanted === null) return value === wanted
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.entries(wanted).every(([key, each]) => fits((value as Fields)[key], each))
}
