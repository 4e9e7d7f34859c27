import { mebibytes, seconds, table, times } from './table.mjs'
import { OTHERS, requestTarget, TARGETS, verdict } from './targets.mjs'

/** Everything measured as text for people: each figure beside its floor, its target and whether that is met. */
export function report({ planning, applying, loading, starting, growing }) {
  return [
    ['Planning with nothing to do', planningTable(planning)],
    ['Ten times the size', tenfoldTable(planning)],
    ['Applying changed settings', applyingTable(applying)],
    ['Loading the documents', loadingTable(loading)],
    ['Start-up', startingTable(starting)],
    ['Four times as many in one place', growingTable(growing)],
    ['For comparison, as given with the task', OTHERS.join('\n')],
  ]
    .filter(([, text]) => text !== null)
    .map(([title, text]) => `${title}\n\n${text}\n`)
    .join('\n')
}

const size = ({ scale, connections, form }) =>
  `${scale === 10 ? '10 × ' : ''}${connections / 1000}k connections, ${FORMS[form]}`
const FORMS = { sets: 'few sets', rules: 'few sets, rules', written: 'written out' }

function planningTable(cells) {
  const baseRows = Math.min(...cells.map(({ rows }) => rows))
  const head = [
    'platform and estate',
    'documents',
    'time',
    'floor',
    'ratio',
    '',
    'peak',
    'floor',
    'ratio',
    '',
    'requests',
    'at most',
    '',
  ]
  const rows = cells.map((cell) => {
    const most = requestTarget(cell.rows, baseRows)
    return [
      ...[size(cell), cell.documents, seconds(cell.wallMs), seconds(cell.floorMs), times(cell.times)],
      ...[verdict(cell.times, TARGETS.planTime.most), mebibytes(cell.peakMiB), mebibytes(cell.floorPeakMiB)],
      ...[times(cell.peakTimes), memoryVerdict(cell), cell.requests, most, verdict(cell.requests, most)],
    ]
  })
  const { planTime, memorySets, memoryWritten } = TARGETS
  const told = `To reach: time ${planTime.said}; peak with few sets ${memorySets.said}, written out ${memoryWritten.said}.`
  return `${table([head, ...rows])}\n\n${told}`
}

/** The bound in MiB is for the base shape up to 100,000 connections. */
const memoryVerdict = ({ form, scale, peakMiB, peakTimes }) => {
  if (form === 'written') return verdict(peakTimes, TARGETS.memoryWritten.most)
  return scale === 1 ? verdict(peakMiB, TARGETS.memorySets.most) : ''
}

/** Ten times everything, connections as well. */
function tenfoldTable(cells) {
  const rows = cells.flatMap((large) => {
    const base = cells.find(
      ({ scale, form, connections }) => scale === 1 && form === large.form && connections * 10 === large.connections,
    )
    if (large.scale !== 10 || base === undefined) return []
    const [time, cpu, peak] = ['wallMs', 'cpuMs', 'peakMiB'].map((field) => large[field] / base[field])
    const floor = large.floorMs / base.floorMs
    return [
      [
        size(large),
        times(time),
        times(floor),
        times(cpu),
        times(peak),
        verdict(Math.max(time, cpu, peak), TARGETS.tenfold.most),
      ],
    ]
  })
  if (rows.length === 0) return null
  return `${table([['against a tenth of it', 'time', "floor's time", 'processor', 'peak', ''], ...rows])}\n\nTo reach: ${TARGETS.tenfold.said}.`
}

function applyingTable(cells) {
  const rows = cells.map(({ connections, changes, planRequests, beyond, beyondMs, wallMs }) => [
    ...[
      `${connections / 1000}k connections`,
      changes,
      planRequests,
      beyond,
      verdict(beyond, TARGETS.applyRequests.most),
    ],
    ...[seconds(beyondMs), seconds(wallMs)],
  ])
  const head = ['platform', 'changes', 'requests of the plan', 'beyond it', '', 'time beyond it', 'whole run']
  return `${table([head, ...rows])}\n\nTo reach: requests beyond the plan, read-back included, ${TARGETS.applyRequests.said}.`
}

function loadingTable(cells) {
  const rows = cells.map(
    ({ label, documents, workMs, yamlMs, jsYamlMs, times: ratio, timesJsYaml, peakMiB, yamlPeakMiB }) => [
      ...[label, documents, seconds(workMs), seconds(yamlMs), times(ratio), verdict(ratio, TARGETS.loading.most)],
      ...[seconds(jsYamlMs), times(timesJsYaml), mebibytes(peakMiB), mebibytes(yamlPeakMiB)],
    ],
  )
  const head = ['files', 'documents', 'loading', 'yaml alone', 'ratio', '', 'js-yaml alone', 'ratio', 'peak', 'yaml']
  return `${table([head, ...rows])}\n\nTo reach: ${TARGETS.loading.said}, the parser being yaml.`
}

function startingTable(cells) {
  if (cells.length === 0) return null
  const rows = cells.map(({ label, wallMs, times: ratio, peakMiB }) => [
    ...[label, `${wallMs.toFixed(0)} ms`, times(ratio), mebibytes(peakMiB)],
  ])
  return table([['process', 'time', 'against node', 'peak'], ...rows])
}

function growingTable(cells) {
  const rows = cells.map(({ label, size: count, smallMs, largeMs, times: ratio, changes, effects }) => [
    ...[label, count, seconds(smallMs), 4 * count, seconds(largeMs), times(ratio)],
    // A few milliseconds more or less decide below that.
    ...[largeMs < 200 ? '' : verdict(ratio, TARGETS.growth.most), changes, effects],
  ])
  const head = ['planning in memory', 'of them', 'processor', 'of them', 'processor', 'ratio', '', 'changes', 'effects']
  return `${table([head, ...rows])}\n\nTo reach: ${TARGETS.growth.said}.`
}
