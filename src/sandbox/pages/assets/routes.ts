import { SCRIPT } from './script.js'
import { STYLE } from './style.js'

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3447c9"/><path d="M6 10l4.5 12L16 12l5.5 10L26 10" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`

/** Everything the pages load; nothing comes from elsewhere. */
export const assetRoutes = [
  { url: '/assets/style.css', type: 'text/css; charset=utf-8', text: STYLE },
  { url: '/assets/page.js', type: 'text/javascript; charset=utf-8', text: SCRIPT },
  { url: '/assets/icon.svg', type: 'image/svg+xml', text: ICON },
] as const
