import type { PageGate } from '../page-data.js'

const SIGNS: Readonly<Record<string, string>> = { open: '✓', closed: '✗', 'n/a': '·' }

/** Each gate as it lives and as declared, with value, line and who wrote it last. */
export function GateTable({ gates }: { readonly gates: readonly PageGate[] }) {
  return (
    <ol class="gates">
      {gates.map((gate) => (
        <li key={gate.gate} class={gate.live === gate.declared ? '' : 'differs'}>
          <strong>{gate.gate}</strong>
          <Standing state={gate.live} label="live" />
          <Standing state={gate.declared} label="declared" />
          <p>
            {gate.value}
            {gate.wanted !== null && (
              <span class="wanted">
                <span class="soft">declared:</span> {gate.wanted}
              </span>
            )}
          </p>
          {gate.at.length > 0 && (
            <p class="lines">
              {gate.at.map((place) => (
                <code class="place" key={place}>
                  {place}
                </code>
              ))}
            </p>
          )}
          <Changed gate={gate} />
        </li>
      ))}
    </ol>
  )
}

function Standing({ state, label }: { readonly state: string; readonly label: string }) {
  return (
    <span class={`standing s-${state === 'n/a' ? 'none' : state}`}>
      <span class="soft">{label}</span> <span aria-hidden="true">{SIGNS[state] ?? ''}</span> {state}
    </span>
  )
}

function Changed({ gate: { changed } }: { readonly gate: PageGate }) {
  if (changed === undefined) return null
  if (changed === null) return <p class="soft">No event tells who wrote it last.</p>
  return (
    <p class="soft">
      last written by {changed.by}, {changed.when.slice(0, 16).replace('T', ' ')} UTC, {changed.via}
    </p>
  )
}
