/** What the measurements are held against; `said` is how it reads in a table. */
export const TARGETS = {
  planTime: { most: 1.7, said: '≤ 1.7 × floor' },
  memorySets: { most: 200, said: '≤ 200 MiB' },
  memoryWritten: { most: 1.5, said: '≤ 1.5 × floor' },
  tenfold: { most: 11, said: '≤ 11 × base' },
  applyRequests: { most: 25, said: '≤ 25' },
  /** Our own: what is in order grows fourfold, sorting a little more. */
  growth: { most: 5, said: '≤ 5 × for four times as many' },
  loading: { most: 1.3, said: '≤ 1.3 × parser' },
}

/** Requests of a plan: 30, and one for each further 1,000 rows beyond those of the smallest platform. */
export const requestTarget = (rows, baseRows) => 30 + Math.ceil(Math.max(0, rows - baseRows) / 1000)

export const verdict = (value, most) => (value <= most ? 'met' : 'MISSED')

/** Told beside our own, as given: medians of a two-core machine. */
export const OTHERS = [
  'Terraform 1.11, one resource a setting: plans 10,000 unchanged ones in 41 s with 10,000 requests and 722 MiB; creates 1,000 in 34 s.',
  'A bare client that lists and compares 10,000: 0.15 s and 10 requests beyond its start.',
]
