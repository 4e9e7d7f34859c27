import { createHash } from 'node:crypto'

/** The look of the third party's pages: its own, so that nobody takes them for the platform's. */
export const STYLE = `:root{color-scheme:light dark;--ground:#eef1f6;--card:#fff;--ink:#14181f;--soft:#515b6b;--line:#c6cedb;--deed:#1a4fd0;--said:#b3261e}
@media(prefers-color-scheme:dark){:root{--ground:#10141b;--card:#1b212c;--ink:#eef1f6;--soft:#aab4c4;--line:#3b4557;--deed:#9dbbff;--said:#ffb4ab}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1.5rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,sans-serif}
main{width:100%;max-width:27rem;padding:2rem;background:var(--card);border:1px solid var(--line);border-radius:.9rem}
h1{margin:0 0 .4rem;font-size:1.4rem;line-height:1.25}
p{margin:.4rem 0}
.soft{color:var(--soft)}
.said{color:var(--said);font-weight:600}
fieldset{margin:1.3rem 0 0;padding:.3rem 1rem 1rem;border:1px solid var(--line);border-radius:.6rem}
legend{padding:0 .4rem;font-weight:600}
label{display:flex;gap:.6rem;align-items:baseline;padding:.35rem 0}
label span{overflow-wrap:anywhere}
.text{flex-direction:column;gap:.2rem;padding-left:1.7rem}
input[type=text]{width:100%;padding:.5rem .6rem;border:1px solid var(--soft);border-radius:.4rem;background:var(--card);color:inherit;font:inherit}
input[type=radio],input[type=checkbox]{accent-color:var(--deed);width:1.05rem;height:1.05rem;flex:none;transform:translateY(.15rem)}
.deeds{display:flex;gap:.8rem;margin-top:1.5rem}
button{flex:1;padding:.65rem 1rem;border:1px solid var(--deed);border-radius:.5rem;background:transparent;color:var(--deed);font:inherit;font-weight:600;cursor:pointer}
button.main{background:var(--deed);color:var(--card)}
@media(max-width:26rem){body{padding:.6rem}main{padding:1.2rem}fieldset{padding:.2rem .7rem .7rem}}
:focus-visible{outline:3px solid var(--deed);outline-offset:2px}`

const digest = createHash('sha256').update(STYLE).digest('base64')

/** Nothing but this style, from nowhere else, in no frame; forms go here, and on from here to `target`. */
export const policy = (target: string): string =>
  [
    ...["default-src 'none'", `style-src 'sha256-${digest}'`, "base-uri 'none'", "frame-ancestors 'none'"],
    ...[`form-action 'self' ${target}`],
  ].join('; ')
