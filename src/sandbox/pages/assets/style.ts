/** The one style sheet: system fonts, two palettes, one column on small screens. */
export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #f6f7fa; --sheet: #ffffff; --line: #d5d9e3; --strong-line: #858da0; --text: #1b2130; --soft: #565f73;
  --accent: #3447c9; --accent-text: #ffffff; --accent-soft: #e9ebfb; --good: #126b40; --good-soft: #e2f4ea;
  --wait: #7a5300; --wait-soft: #fdf1d7; --bad: #a91f2b; --bad-soft: #fce8e9; --shade: 0 1px 2px rgb(20 26 46 / 8%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151d; --sheet: #1a1f2a; --line: #2f3646; --strong-line: #78829a; --text: #e8ebf3; --soft: #a7b0c3;
    --accent: #a5b1ff; --accent-text: #12163a; --accent-soft: #272e52; --good: #7bd8a6; --good-soft: #173428;
    --wait: #f0c46c; --wait-soft: #3a2f16; --bad: #ff9ea5; --bad-soft: #43202a; --shade: none;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
body { margin: 0; background: var(--ground); color: var(--text); overflow-wrap: anywhere; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.15rem; margin: 2rem 0 .75rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0 0 .75rem; }
small, .hint { font-size: .85rem; color: var(--soft); }
.skip { position: absolute; left: 1rem; top: -4rem; background: var(--sheet); padding: .5rem 1rem; z-index: 2; }
.skip:focus { top: 1rem; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: center; padding: .6rem clamp(1rem, 4vw, 2.5rem);
  background: var(--sheet); border-bottom: 1px solid var(--line); }
.brand { font-weight: 650; color: var(--text); text-decoration: none; }
nav ul, nav ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem; }
.top nav a { display: block; padding: .4rem .75rem; border-radius: .5rem; color: var(--soft); text-decoration: none; }
.top nav a:hover { background: var(--ground); color: var(--text); }
.top nav a[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.visitor { margin-left: auto; display: flex; gap: .75rem; align-items: center; font-size: .9rem; }
.visitor small { display: block; }
main { max-width: 76rem; margin: 0 auto; padding: 1.75rem clamp(1rem, 4vw, 2.5rem) 4rem; }
.narrow { max-width: 32rem; margin: 0 auto; background: var(--sheet); border: 1px solid var(--line); border-radius: .9rem;
  padding: 1.5rem; box-shadow: var(--shade); }
.trail { font-size: .9rem; margin-bottom: .75rem; color: var(--soft); }
.trail li + li::before { content: "/"; margin: 0 .4rem 0 .15rem; color: var(--strong-line); }
.notice { display: flex; gap: .75rem; align-items: flex-start; padding: .75rem 1rem; border-radius: .6rem; margin-bottom: 1.25rem; border: 1px solid; }
.notice p { margin: 0; }
.notice .mark { font-weight: 700; }
.notice.done { background: var(--good-soft); color: var(--good); }
.notice.trouble { background: var(--bad-soft); color: var(--bad); }
.warn { color: var(--wait); background: var(--wait-soft); padding: .5rem .75rem; border-radius: .5rem; }
.lost { color: var(--bad); background: var(--bad-soft); padding: .75rem 1rem; border-radius: .5rem; }
.head { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between; align-items: flex-start; margin-bottom: .75rem; }
.head h1, .head h2, .head h3 { margin-bottom: 0; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); list-style: none; margin: 0; padding: 0; }
.card { display: flex; flex-direction: column; gap: .6rem; background: var(--sheet); border: 1px solid var(--line); border-radius: .9rem; padding: 1rem 1.1rem; box-shadow: var(--shade); }
.card p { margin: 0; color: var(--soft); }
.card .head { align-items: center; flex-wrap: nowrap; margin: 0; }
.card form { margin: 0; }
.panel { background: var(--sheet); border: 1px solid var(--line); border-radius: .9rem; padding: 1.1rem 1.25rem; margin: 0 0 1rem; box-shadow: var(--shade); }
.panel h2:first-child, .head h2 { margin-top: 0; }
.panel .field, .panel fieldset { max-width: 44rem; }
.inline form, .inline .field { display: flex; gap: .5rem; align-items: center; margin: 0; }
.inline label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.panel > :last-child, .panel form > :last-child { margin-bottom: 0; }
.row { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; }
.row form { margin: 0; }
.filters { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: flex-end; margin: 0 0 1rem; }
.filters .field { margin: 0; flex: 1 1 11rem; }
.field { display: flex; flex-direction: column; gap: .25rem; margin: 0 0 1rem; }
label, legend { font-weight: 600; font-size: .95rem; }
input:not([type=checkbox]):not([type=radio]), select, textarea { font: inherit; color: inherit; background: var(--sheet); width: 100%; min-height: 2.6rem;
  border: 1px solid var(--strong-line); border-radius: .5rem; padding: .45rem .65rem; }
fieldset { border: 1px solid var(--line); border-radius: .6rem; padding: .35rem 1rem .6rem; margin: .5rem 0 1rem; min-width: 0; }
.tick { display: flex; gap: .5rem; align-items: flex-start; font-weight: 400; padding: .25rem 0; }
.tick input, .tick span { flex: none; }
.tick span { flex: 1; }
input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; accent-color: var(--accent); }
.boxes { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); gap: 0 1rem; }
button, .button { font: inherit; font-weight: 600; display: inline-block; min-height: 2.4rem; padding: .4rem .9rem; border-radius: .5rem; cursor: pointer;
  border: 1px solid var(--strong-line); background: var(--sheet); color: var(--text); text-decoration: none; }
button:hover, .button:hover { border-color: var(--text); }
button.main, .button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-text); }
button.danger { border-color: var(--bad); color: var(--bad); }
button.quiet { border-color: transparent; background: none; color: var(--accent); padding-inline: .4rem; }
button:disabled { opacity: .55; cursor: default; }
button.switch { flex: none; width: 3.2rem; min-height: 1.8rem; height: 1.8rem; padding: 0; border-radius: 1rem; position: relative; background: var(--ground); border: 2px solid var(--strong-line); }
button.switch::after { content: ""; position: absolute; top: .2rem; left: .2rem; width: 1.1rem; height: 1.1rem; border-radius: 50%; background: var(--strong-line); transition: left .15s; }
button.switch[aria-checked=true] { background: var(--accent); border-color: var(--accent); }
button.switch[aria-checked=true]::after { left: 1.6rem; background: var(--accent-text); }
.badge { display: inline-block; white-space: nowrap; border-radius: 1rem; padding: .05rem .6rem; font-size: .85rem; font-weight: 600; background: var(--ground); color: var(--soft); border: 1px solid var(--line); }
.badge.good { background: var(--good-soft); color: var(--good); border-color: transparent; }
.badge.wait { background: var(--wait-soft); color: var(--wait); border-color: transparent; }
.badge.bad { background: var(--bad-soft); color: var(--bad); border-color: transparent; }
.scroll { position: relative; overflow-x: auto; background: var(--sheet); border: 1px solid var(--line); border-radius: .9rem; margin: 0 0 1.25rem; box-shadow: var(--shade); }
table { border-collapse: collapse; width: 100%; font-size: .95rem; overflow-wrap: normal; }
caption { text-align: left; padding: .75rem 1rem; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .6rem 1rem; border-top: 1px solid var(--line); }
thead th { font-size: .85rem; color: var(--soft); white-space: nowrap; }
thead a { color: inherit; text-decoration: none; }
thead a:hover { text-decoration: underline; }
tbody th { font-weight: 600; min-width: 9rem; }
th small { font-weight: 400; }
td button, td .button { min-height: 2.1rem; padding: .2rem .7rem; font-size: .9rem; white-space: nowrap; }
td form { margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; }
.empty { color: var(--soft); background: var(--sheet); border: 1px dashed var(--strong-line); border-radius: .9rem; padding: 2rem 1rem; text-align: center; }
details { margin: 0 0 1rem; }
summary { cursor: pointer; font-weight: 600; padding: .35rem 0; color: var(--accent); }
@media (max-width: 40rem) {
  h1 { font-size: 1.35rem; }
  .visitor { margin-left: 0; width: 100%; justify-content: space-between; }
  table, thead, tbody, tr, th, td, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  thead:has(a) { position: static; width: auto; height: auto; clip-path: none; padding: 0 1rem .5rem; }
  thead:has(a) th { display: inline-block; border: 0; padding: .2rem .9rem .2rem 0; }
  tbody tr { border-top: 1px solid var(--line); padding: .6rem 1rem; }
  tbody th, tbody td { border: 0; padding: .15rem 0; }
  tbody td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .75rem; }
  tbody td::before { content: attr(data-label); color: var(--soft); font-size: .9rem; }
  tbody td:empty { display: none; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .5rem; }
}
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`
