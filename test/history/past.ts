import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loadWrit } from '../../src/documents/index.js'
import { dayFrom, pastDay, pastPeriod } from '../../src/engine/history/index.js'
import type { Asked } from '../../src/engine/history/options.js'
import { type Applying, audit } from '../../src/engine.js'
import type { Narrowing, PastDay, PastPeriod } from '../../src/model/history.js'
import { newRunId } from '../../src/model/journal.js'
import { createHttpPlatform } from '../../src/provider/http/port.js'
import type { ReadPort } from '../../src/provider/port.js'
import { folderShelf, openStore, publicKeysFrom } from '../../src/record/index.js'
import { type EstateWorld, world } from '../support/world.js'

/** Whoever looks back does so from here. */
const TODAY = new Date('2027-01-15T09:00:00Z')

/** Noon of the first days of March 2026, from 1. */
export const noon = (day: number, hour = 12): Date => new Date(Date.UTC(2026, 2, day, hour))
export const dateOf = (day: number): string => noon(day).toISOString().slice(0, 10)

const CONFIG = `limits:
  revokedConnections: {max: none, perAccount: {max: none}}
  usersLosingAccess: {max: none}
  usersGainingAccess: {max: none}
  disabledIntegrations: {max: none}
  removedObjects: {max: none}
record: {store: ./records}`

const WRIT = `version: 1
platform: {type: writ, url: "http://127.0.0.1:1", tenant: acme-cloud, token: {env: WRIT_TOKEN}}
${CONFIG}
`

export interface Past {
  readonly world: EstateWorld
  /** The estate's folder: a Git repository with its records. */
  readonly dir: string
  git(...args: string[]): string
  /** Commits an estate on a day. @returns the commit's id */
  declare(day: number, text: string, by?: string): string
  /** Applies what was committed last, on a day, and records it. */
  apply(day: number, more?: { approvedBy?: string[]; commit?: string; hour?: number; text?: string }): Promise<Applying>
  /** Seals a picture of the platform. */
  picture(
    day: number,
    hour?: number,
    more?: { key?: string | undefined; port?: ReadPort; tenant?: string },
  ): Promise<void>
  at(day: number | string, more?: { key?: string; dir?: string; only?: Narrowing }): Promise<PastDay>
  period(from: number, to: number): Promise<PastPeriod>
}

/** A platform, a repository and a store of records through the days of a month. */
export async function past(seed: object, { key }: { key?: string } = {}): Promise<Past> {
  const live = await world({ ...seed, tenant: 'acme-cloud' })
  const port = createHttpPlatform({ url: live.sandbox.url, token: live.sandbox.admin.token })
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'writ-past-')))
  onTestFinished(async () => {
    await port.close()
    rmSync(dir, { recursive: true, force: true })
  })
  let [text, commit] = ['', '']
  const env = (day: number, by: string) => ({
    ...process.env,
    ...{
      GIT_AUTHOR_NAME: by,
      GIT_AUTHOR_EMAIL: `${by.toLowerCase()}@acme.example`,
      GIT_AUTHOR_DATE: noon(day, 9).toISOString(),
    },
    ...{
      GIT_COMMITTER_NAME: 'Merger',
      GIT_COMMITTER_EMAIL: 'merger@acme.example',
      GIT_COMMITTER_DATE: noon(day, 10).toISOString(),
    },
  })
  const gitOn = (day: number, by: string, ...args: string[]) =>
    execFileSync('git', args, {
      cwd: dir,
      env: env(day, by),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  gitOn(1, 'Ana', 'init', '-q', '-b', 'main')
  writeFileSync(join(dir, 'writ.yaml'), WRIT)
  const storeAt = (moment: Date, by: string | undefined) =>
    openStore({ dir, store: './records', key: by, clock: () => moment.getTime(), variables: process.env })
  const recordingAt = async (moment: Date, command: 'apply' | 'audit', approvedBy: string[]) => ({
    ...{ store: await storeAt(moment, key), command, approvedBy, runUrl: 'https://ci.example/run/1' },
    estate: { commit, dirty: false },
  })
  const asked = async (here: string, keys: string | undefined): Promise<Asked> => {
    const { estate } = await loadWrit(here, { now: TODAY })
    if (estate === null) throw new Error('writ.yaml of the test is wrong')
    const options = { tool: 'writ 0.1.0', environment: null, now: TODAY, only: [], countChanges: false }
    const shelf = folderShelf(join(dir, 'records'))
    return { dir: here, estate, shelf, keys: keys === undefined ? [] : publicKeysFrom(keys, 'the key'), options }
  }
  return {
    ...{ world: live, dir },
    git: (...args) => gitOn(1, 'Ana', ...args),
    declare(day, next, by = 'Ana') {
      text = next
      writeFileSync(join(dir, 'estate.yaml'), next)
      gitOn(day, by, 'add', 'writ.yaml', 'estate.yaml')
      gitOn(day, by, 'commit', '-q', '--allow-empty', '-m', `Estate of day ${day}`)
      commit = gitOn(day, by, 'rev-parse', 'HEAD')
      return commit
    },
    async apply(day, more = {}) {
      const moment = noon(day, more.hour)
      const recording = await recordingAt(moment, 'apply', more.approvedBy ?? ['ciso@acme.example'])
      const estate = { commit: more.commit ?? commit, dirty: false }
      return live.apply(more.text ?? text, {
        ...{ now: moment, clock: moment, config: CONFIG },
        more: { runId: newRunId(moment.getTime()), recording: { ...recording, command: 'apply', estate } },
      })
    },
    async picture(day, hour = 18, more = {}) {
      const moment = noon(day, hour)
      const { estate } = await loadWrit(dir, { now: moment })
      if (estate === null) throw new Error('writ.yaml of the test is wrong')
      const options = { tool: 'writ 0.1.0', environment: null, now: moment, only: [], countChanges: false }
      const by = 'key' in more ? await storeAt(moment, more.key) : await storeAt(moment, key)
      const recording = { ...(await recordingAt(moment, 'audit', [])), store: by }
      const { platform } = estate.config
      const named = { ...platform, tenant: more.tenant ?? platform.tenant }
      await audit({ ...estate, config: { ...estate.config, platform: named } }, more.port ?? port, options, {
        recording,
      })
    },
    at: async (day, more = {}) => {
      const date = typeof day === 'number' ? dateOf(day) : day
      return pastDay(await asked(more.dir ?? dir, more.key), dayFrom(date, '--at', TODAY), more.only)
    },
    period: async (from, to) =>
      pastPeriod(
        await asked(dir, undefined),
        dayFrom(dateOf(from), '--from', TODAY),
        dayFrom(dateOf(to), '--to', TODAY),
      ),
  }
}

/** `ana slack apollo` for each person, app and project that could be used. */
export const uses = ({ access }: Pick<PastDay, 'access'>): string[] =>
  access.flatMap(({ user, app, live }) => live.map((place) => `${user.split('@')[0]} ${app} ${place}`)).sort()
