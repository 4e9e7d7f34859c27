import { parseAddress } from '../model/address.js'
import type { Story, ToldWrite } from './story.js'

/** A write, and the run that made it. */
export interface Written {
  readonly story: Story
  readonly told: ToldWrite
}

/** What was written last, by what it bears upon. */
export class LastWrites {
  readonly #by = new Map<string, Written>()

  /** @param stories by their start; only what was written until a moment counts */
  constructor(stories: readonly Story[], moment: number) {
    for (const story of stories)
      for (const told of story.writes) {
        if (told.status !== 'written' || Date.parse(told.source.at) > moment) continue
        const key = keyOf(told.write.address)
        const known = key === null ? undefined : this.#by.get(key)
        if (key !== null && (known === undefined || known.told.source.at <= told.source.at))
          this.#by.set(key, { story, told })
      }
  }

  /** The newest write that a person's use of an app rests on; null where no record tells of any. */
  of({
    account,
    user,
    app,
  }: {
    readonly account: string
    readonly user: string
    readonly app: string
  }): Written | null {
    const found = [
      keyText(account, app, ''),
      keyText(account, '', ''),
      keyText(account, '', user),
      keyText('', app, ''),
    ]
      .flatMap((key) => this.#by.get(key) ?? [])
      .sort((a, b) => (a.told.source.at < b.told.source.at ? 1 : -1))
    return found[0] ?? null
  }
}

/** Of settings of one app only that app, of a person only them, of all else the whole account; connections open nothing. */
function keyOf(address: string): string | null {
  const { kind, parts, keys } = parseAddress(address)
  const [first = '', second = ''] = parts
  if (kind === 'app') return keyText('', first, '')
  if (kind === 'connection') return null
  if (kind === 'user') return keyText(first, '', second)
  return keyText(first, OF_APPS.has(keys[0] ?? '') ? (keys[1] ?? '') : '', '')
}

const OF_APPS: ReadonlySet<string> = new Set(['integrations', 'allowedApps'])

const keyText = (account: string, app: string, user: string): string => JSON.stringify([account, app, user])
