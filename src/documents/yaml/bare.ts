/**
 * A map from a document: no key is inherited, so that `constructor` and `__proto__` are names like any other.
 * A constructor whose prototype is empty gives such objects without the slowness of `Object.create(null)`.
 */
export interface Bare {
  [key: string]: unknown
}
type BareConstructor = new () => Bare

export const Bare = function Bare() {} as unknown as BareConstructor
Bare.prototype = Object.create(null)
