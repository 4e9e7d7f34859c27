import type { Data } from './data.js'

interface Of {
  readonly data: Data
  /** Its place among verdicts. */
  readonly verdict: number
}

/** A verdict as sign and word; the colour only repeats them. */
export function Badge({ data, verdict }: Of) {
  const meta = data.meta.verdicts[verdict]
  if (meta === undefined) return null
  return (
    <span class={`badge v-${meta.name}`}>
      <span aria-hidden="true">{meta.sign}</span> {meta.name.replace('-', ' ')}
    </span>
  )
}

/** How many of each verdict, those that there are. */
export function Counts({ data, counts }: { readonly data: Data; readonly counts: readonly number[] }) {
  return (
    <span class="counts">
      {data.meta.verdicts.map(({ name, sign }, at) => {
        const amount = counts[at] ?? 0
        if (amount === 0) return null
        return (
          <span key={name}>
            <span class={`sign v-${name}`} aria-hidden="true">
              {sign}
            </span>
            {amount.toLocaleString('en')} {name.replace('-', ' ')}
          </span>
        )
      })}
    </span>
  )
}
