import type { Diagnostic, Position, SourceLine } from '../model/diagnostic.js'
import type { Path, Source } from '../model/document.js'
import type { Environment, WritConfig, WritFile } from '../model/generated/documents.js'
import { didYouMean } from '../model/nearest.js'
import { diagnosticIn } from './complain.js'
import type { RawDocument } from './parse.js'
import { checkSchema } from './schema-check.js'
import { Bare } from './yaml/bare.js'

/** The newest version of the estate's language that this Writ speaks. */
const estateVersion = 1

export interface LoadedConfig {
  /** Undefined where a complaint prevents it. */
  readonly config?: WritConfig
  readonly source: Source
  readonly diagnostics: Diagnostic[]
  /** writ.yaml as written, to be looked at by rules that speak about all environments. */
  readonly file?: WritFile
}

/** writ.yaml with the chosen environment merged into it: maps key by key, lists as a whole. */
export function loadConfig(document: RawDocument, env: string | undefined): LoadedConfig {
  const { source, value } = document
  const newer = newerVersion(document)
  if (newer) return { source, diagnostics: [newer] }
  const wrong = checkSchema(document, 'Writ')
  if (wrong.length > 0) return { source, diagnostics: wrong }
  const file = value as WritFile
  const chosen = chooseEnvironment(file, source, env)
  if ('code' in chosen) return { source, file, diagnostics: [chosen] }
  const { environments: _all, ...shared } = file
  const merged = chosen.environment ? mergeEnvironment(shared, chosen.environment) : shared
  const layered = env === undefined ? source : new EnvironmentSource(source, file, env)
  const diagnostics = [...ownToken(source, chosen.environment, env), ...completePlatform(layered, merged)]
  return { source: layered, file, diagnostics, ...(diagnostics.length === 0 ? { config: merged as WritConfig } : {}) }
}

function newerVersion({ value, source }: RawDocument): Diagnostic | undefined {
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version !== 'number' || version <= estateVersion) return undefined
  const message = `this estate is written in version ${version}; this Writ knows version ${estateVersion}`
  return diagnosticIn(
    { source, path: ['version'] },
    { code: 'config/newer-version', message, help: 'Use a newer Writ.' },
  )
}

type Choice = { readonly environment?: Environment } | Diagnostic

function chooseEnvironment({ environments }: WritFile, source: Source, env: string | undefined): Choice {
  const names = Object.keys(environments ?? {})
  const path = environments ? ['environments'] : []
  if (env === undefined) {
    if (!environments) return {}
    const message = `this estate has environments (${names.join(', ')}) and none was chosen`
    const help = 'Choose one with --env NAME or WRIT_ENV.'
    return diagnosticIn({ source, path }, { code: 'config/environment-needed', message, help })
  }
  if (environments && Object.hasOwn(environments, env)) return { environment: environments[env] as Environment }
  const message = `no environment is called ${env}.${didYouMean(env, names)}`
  const help =
    names.length > 0 ? `There are ${names.join(', ')}.` : 'writ.yaml declares none: leave --env and WRIT_ENV out.'
  return diagnosticIn({ source, path }, { code: 'config/unknown-environment', message, help })
}

/** A token is for one address: an environment that goes elsewhere must not take the shared one along (E18). */
function mergeEnvironment(shared: Omit<WritFile, 'environments'>, environment: Environment): object {
  const { platform = {} } = shared
  const { token: _token, readToken: _readToken, ...elsewhere } = platform
  const base = environment.platform?.url === undefined ? shared : { ...shared, platform: elsewhere }
  return mergeMaps(base, environment)
}

const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A token is one choice of several: it is replaced whole, never mixed. */
const wholes = new Set(['token', 'readToken', 'key'])

function mergeMaps(under: object, over: object): object {
  const merged = new Bare()
  for (const [key, value] of [...Object.entries(under), ...Object.entries(over)]) {
    const below = merged[key]
    merged[key] = isMap(value) && isMap(below) && !wholes.has(key) ? mergeMaps(below, value) : value
  }
  return merged
}

function ownToken(source: Source, environment: Environment | undefined, env = ''): Diagnostic[] {
  const platform = environment?.platform
  if (platform?.url === undefined || platform.token !== undefined) return []
  const message = `the environment ${env} has its own url and no token of its own`
  const help = 'State token (and readToken) beside the url: a token is for one address.'
  const place = { source, path: ['environments', env, 'platform', 'url'] }
  return [diagnosticIn(place, { code: 'config/environment-token', message, help })]
}

const needed = ['type', 'url', 'tenant', 'token'] as const

function completePlatform(source: Source, config: { platform?: object; platforms?: object }): Diagnostic[] {
  if (config.platforms !== undefined) return []
  const missing = needed.filter((key) => !(key in (config.platform ?? {})))
  if (missing.length === 0) return []
  const message = `platform does not say ${missing.join(', ')}`
  const help = 'Writ needs the type, url and tenant of the platform and where its token comes from.'
  return [
    diagnosticIn({ source, path: ['platform'], part: 'key' }, { code: 'config/platform-incomplete', message, help }),
  ]
}

/** Points into the chosen environment for what it states, else at what all environments share. */
class EnvironmentSource implements Source {
  constructor(
    private readonly source: Source,
    private readonly value: WritFile,
    private readonly env: string,
  ) {}

  get file(): string {
    return this.source.file
  }

  locate(path: Path, part?: 'key' | 'value'): Position {
    const own = ['environments', this.env, ...path]
    return this.source.locate(path.length > 0 && this.states(own) ? own : path, part)
  }

  excerpt(at: Position, around?: number): SourceLine[] {
    return this.source.excerpt(at, around)
  }

  private states(path: Path): boolean {
    let at: unknown = this.value
    for (const step of path) {
      if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false
      at = (at as Record<string | number, unknown>)[step]
    }
    return true
  }
}
