import type { Limits } from '../model/generated/documents.js'

/** The limits of an estate that says nothing about them; a limit that is stated is merged key by key. */
export const DEFAULT_LIMITS = {
  revokedConnections: { max: 25, percent: 10, perAccount: { max: 25, percent: 50 } },
  usersLosingAccess: { max: 25, percent: 10 },
  usersGainingAccess: { max: 500 },
  disabledIntegrations: { max: 10, percent: 20 },
  removedObjects: { max: 5, percent: 10 },
  messages: { max: 100 },
  floor: 3,
} as const satisfies Limits

export type EffectiveLimits = Required<Limits>

export function effectiveLimits(stated: Limits = {}): EffectiveLimits {
  const { revokedConnections, floor } = stated
  const merged = Object.fromEntries(
    Object.entries(DEFAULT_LIMITS).map(([key, value]) => [
      key,
      typeof value === 'number' ? value : { ...value, ...(stated[key as keyof Limits] as object | undefined) },
    ]),
  ) as unknown as EffectiveLimits
  return {
    ...merged,
    revokedConnections: {
      ...merged.revokedConnections,
      perAccount: { ...DEFAULT_LIMITS.revokedConnections.perAccount, ...revokedConnections?.perAccount },
    },
    floor: floor ?? DEFAULT_LIMITS.floor,
  }
}
