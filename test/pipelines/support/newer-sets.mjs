// gitlab-ci-local is written for Node 22: what Node 20 has not of sets.
const kept = (one, holds) => new Set([...one].filter(holds))
const newer = {
  union: (one, other) => new Set([...one, ...other]),
  intersection: (one, other) => kept(one, (each) => other.has(each)),
  difference: (one, other) => kept(one, (each) => !other.has(each)),
}
for (const [name, method] of Object.entries(newer))
  if (!(name in Set.prototype))
    Object.defineProperty(Set.prototype, name, {
      value(other) {
        return method(this, other)
      },
    })
