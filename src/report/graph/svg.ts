import { entities } from '../escape.js'
import { safe } from '../safe.js'
import { wrap } from '../width.js'
import type { Graph, GraphEdge } from './graph.js'
import { type Layout, LINE, layoutOf, type Placed, SIGN } from './layout.js'

/**
 * A graph as a picture that stands alone: no script, nothing from elsewhere, light and dark by what its reader likes,
 * with a title and a description for whoever has it read out.
 */
export function renderSvg(given: Graph): string {
  const graph = safe(given)
  const told = wrap(graph.description, Math.max(40, Math.floor(layoutOf(graph, 0).width / SIGN) - 4))
  const top = 44 + told.length * LINE + 12
  const layout = layoutOf(graph, top)
  const [width, height] = [Math.ceil(layout.width), Math.ceil(layout.height)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${entities(graph.title)}</title>`,
    `<desc id="desc">${entities(graph.description)}</desc>`,
    `<style>${STYLE}</style>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" class="tip"/></marker></defs>',
    `<rect class="page" width="${width}" height="${height}"/>`,
    `<text class="title" x="12" y="28">${entities(cutTo(graph.title, Math.floor(width / 11)))}</text>`,
    ...told.map((line, at) => `<text class="about" x="12" y="${48 + at * LINE}">${entities(line)}</text>`),
    ...graph.edges.flatMap((edge) => arrow(edge, layout)),
    ...[...layout.boxes.values()].map(box),
    '</svg>',
    '',
  ].join('\n')
}

function box({ node, lines, x, y, width, height }: Placed): string {
  const full = [node.name, ...node.lines, ...node.at.map(({ file, line }) => `${file}:${line}`)].join('\n')
  const texts = lines.map((line, at) => {
    const style = at === 0 ? ' class="name"' : at === lines.length - 1 && node.at.length > 0 ? ' class="place"' : ''
    return `<text${style} x="${round(x + 10)}" y="${round(y + 10 + LINE * at + 12)}">${entities(line)}</text>`
  })
  const corner = node.kind === 'package' || node.kind === 'set' ? 2 : 8
  return `<g class="box ${node.mark ?? 'plain'}"><title>${entities(full)}</title><rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${corner}"/>${texts.join('')}</g>`
}

/** From the right of one box to the left of the other, through the gaps between those on its way. */
function arrow(edge: GraphEdge, { boxes, passes }: Layout): string[] {
  const [one, other] = [boxes.get(edge.from), boxes.get(edge.to)]
  if (one === undefined || other === undefined) return []
  const ways = passes(edge).flatMap(({ x, width, y }) => [
    [x, y],
    [x + width, y],
  ])
  const points = [[one.x + one.width, one.y + one.height / 2], ...ways, [other.x, other.y + other.height / 2]]
  const path = points.map(([x = 0, y = 0], at) => {
    if (at % 2 === 0) return `${at === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`
    const [before = 0, height = 0] = points[at - 1] ?? []
    const bend = Math.max(24, (x - before) / 2)
    return `C${round(before + bend)} ${round(height)} ${round(x - bend)} ${round(y)} ${round(x)} ${round(y)}`
  })
  return [
    `<path class="arrow" d="${path.join('')}" marker-end="url(#tip)"><title>${entities(edge.label)}</title></path>`,
  ]
}

const round = (value: number): number => Math.round(value * 10) / 10

const cutTo = (text: string, most: number): string => {
  const signs = [...text]
  return signs.length <= most ? text : `${signs.slice(0, Math.max(1, most - 1)).join('')}…`
}

const STYLE = `
:root{--page:#fff;--ink:#0f172a;--soft:#475569;--line:#64748b;--plain:#eef2f7;--open:#e7f6ec;--open-line:#15803d;--closed:#fdeaea;--closed-line:#b91c1c;--dormant:#fdf6dd;--dormant-line:#a16207;--held:#f3e8ff;--held-line:#7e22ce}
@media (prefers-color-scheme:dark){:root{--page:#0b1220;--ink:#e5e7eb;--soft:#a8b3c4;--line:#8694a8;--plain:#1b2536;--open:#10301d;--open-line:#4ade80;--closed:#3a1717;--closed-line:#f87171;--dormant:#33290c;--dormant-line:#facc15;--held:#2b1740;--held-line:#c084fc}}
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:var(--ink);white-space:pre}
.title{font-size:17px;font-weight:600}.about,.place{fill:var(--soft)}.name{font-weight:600}
.page{fill:var(--page)}.arrow{fill:none;stroke:var(--line);stroke-width:1.2}.tip{fill:var(--line)}
.box rect{fill:var(--plain);stroke:var(--line);stroke-width:1.4}
.open rect{fill:var(--open);stroke:var(--open-line)}.closed rect{fill:var(--closed);stroke:var(--closed-line)}
.dormant rect{fill:var(--dormant);stroke:var(--dormant-line);stroke-dasharray:6 3}
.held rect{fill:var(--held);stroke:var(--held-line);stroke-width:2.6}
.unsaid rect{fill:var(--page);stroke-dasharray:2 3}
`
