// The pictures of the README and of docs/, taken of real runs with Chromium: `npm run pictures`, or `node scripts/pictures.mjs FOLDER`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = process.argv[2] ?? join(root, 'docs/pictures')
const browser = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** The day of the examples. */
const NOW = '2026-11-22T14:03:00Z'
/** A page with a picture should open on a slow line as well. */
const LARGEST = 200_000

const writ = (args, env = {}) =>
  spawn(process.execPath, [join(root, 'bin/writ.js'), ...args], { cwd: root, env: { ...process.env, ...env } })

async function outputOf(child) {
  let text = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) text += chunk
  return text
}

/** A sandbox with an example in it, for as long as `use` takes. */
async function withSandbox(example, use) {
  const child = writ(['sandbox', '--port', '0', '--seed', `examples/${example}/live.json`, '--format', 'json'])
  try {
    let text = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      text += chunk
      if (text.includes('\n')) break
    }
    if (text === '') throw new Error('the sandbox did not start')
    return await use(JSON.parse(text))
  } finally {
    const ended = child.exitCode === null ? once(child, 'exit') : null
    child.kill()
    await ended
  }
}

/** An example, talking to a sandbox that is somewhere else than its writ.yaml says. */
async function estateAt(folder, example, url) {
  const dir = join(folder, example)
  await cp(join(root, 'examples', example), dir, { recursive: true })
  const config = join(dir, 'writ.yaml')
  const text = await readFile(config, 'utf8')
  await writeFile(config, text.replace(/http:\/\/127\.0\.0\.1:\d+/, url))
  return dir
}

const variables = ({ tokens }) => ({ WRIT_TOKEN: tokens.admin, WRIT_READ_TOKEN: tokens.read })

class Camera {
  constructor(chrome) {
    this.chrome = chrome
  }

  /** A window of its own, in which nothing moves. */
  async page({ width = 1280, height = 800, scheme = 'light' } = {}) {
    const context = await this.chrome.newContext({
      viewport: { width, height },
      colorScheme: scheme,
      reducedMotion: 'reduce',
      deviceScaleFactor: 1,
    })
    return context.newPage()
  }

  async take(page, name, options = {}) {
    const path = join(target, `${name}.png`)
    await page.screenshot({ path, animations: 'disabled', ...options })
    const { size } = await stat(path)
    if (size > LARGEST) throw new Error(`${name}.png has ${size} bytes: show less of it`)
    process.stdout.write(`${name}.png ${Math.round(size / 1000)} kB\n`)
    await page.context().close()
  }
}

/** The auditor's page: its summary in both palettes, and a row that explains itself. */
async function report(camera, folder) {
  await withSandbox('agency', async (sandbox) => {
    const dir = await estateAt(folder, 'agency', sandbox.url)
    const file = join(folder, 'audit.html')
    await outputOf(writ(['audit', dir, '--format', 'html', '--out', file, '--now', NOW], variables(sandbox)))
    const open = async (hash, look) => {
      const page = await camera.page(look)
      await page.goto(pathToFileURL(file).href + hash)
      await page.locator('html[data-ready]').waitFor()
      return page
    }
    await camera.take(await open('#/summary', { height: 900 }), 'audit-light')
    await camera.take(await open('#/summary', { height: 900, scheme: 'dark' }), 'audit-dark')
    await camera.take(await open('#/matrix?group=person', { height: 760 }), 'audit-matrix')
    const row = await open('#/access?verdict=undeclared', { width: 1280, height: 760 })
    await row.locator('.grid .body .line').first().click()
    await row.getByRole('complementary').waitFor()
    await row.evaluate(() => scrollTo(0, 0))
    await camera.take(row, 'audit-why')
  })
}

/** What a customer and an administrator see of the sandbox. */
async function pages(camera) {
  await withSandbox('tiers', async (sandbox) => {
    const signedIn = async () => {
      const page = await camera.page({ height: 760 })
      await page.goto(`${sandbox.url}/sign-in`)
      await page.locator('input[name=token]').fill(sandbox.tokens.admin)
      await page.locator('main button[type=submit], main form button').first().click()
      await page.waitForLoadState('networkidle')
      return page
    }
    const admin = await signedIn()
    await admin.goto(`${sandbox.url}/admin`)
    await camera.take(admin, 'administration')
    const portal = await signedIn()
    await portal.goto(`${sandbox.url}/admin/accounts`)
    await portal
      .getByRole('row', { name: /northgate-books/ })
      .getByRole('link', { name: 'Look' })
      .click()
    await portal.waitForLoadState('networkidle')
    if (!portal.url().includes('/portal/integrations'))
      await portal.getByRole('navigation').getByRole('link', { name: 'Integrations' }).click()
    await camera.take(portal, 'portal')
  })
}

const COLOURS = { 1: 'b', 2: 'd', 31: 'red', 32: 'green', 33: 'yellow', 34: 'blue', 35: 'magenta', 36: 'cyan', 90: 'd' }

/** Terminal colours as elements. */
function terminalHtml(text) {
  const escaped = text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign])
  let open = 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of a terminal begin with one
  const coloured = escaped.replace(/\u001b\[([\d;]*)m/g, (_, codes) => {
    const classes = codes.split(';').flatMap((code) => COLOURS[code] ?? [])
    if (classes.length > 0) {
      open += 1
      return `<span class="${classes.join(' ')}">`
    }
    const closing = '</span>'.repeat(open)
    open = 0
    return closing
  })
  return coloured + '</span>'.repeat(open)
}

const TERMINAL = `body { margin: 0; padding: 18px 22px; background: #12151d; color: #e3e7f0; width: max-content }
pre { margin: 0; font: 13px/1.45 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace }
.b { font-weight: 700 } .d { color: #949eb3 } .red { color: #ff8f98 } .green { color: #7fd8a8 }
.yellow { color: #f2bd68 } .blue { color: #8fb8ff } .magenta { color: #dda6f5 } .cyan { color: #7ed3e0 }`

/** A plan as a terminal of 100 columns shows it; colours are made for people only, so it is run on one. */
async function terminal(camera, folder) {
  await withSandbox('tiers', async (sandbox) => {
    const dir = await estateAt(folder, 'tiers', sandbox.url)
    const child = writ(['plan', dir, '--now', NOW], {
      ...variables(sandbox),
      NODE_OPTIONS: `--import ${pathToFileURL(join(root, 'scripts/pictures-terminal.mjs')).href}`,
    })
    const text = (await outputOf(child)).replaceAll(sandbox.url, 'https://api.acme.example')
    const page = await camera.page({ width: 900, height: 600 })
    const lines = text.trimEnd().split('\n').slice(0, 30).join('\n')
    await page.setContent(
      `<!doctype html><style>${TERMINAL}</style><pre>${terminalHtml(`$ writ plan\n${lines}`)}</pre>`,
    )
    await camera.take(page, 'plan', { clip: await page.locator('body').boundingBox(), fullPage: true })
  })
}

async function main() {
  const executablePath = browser.find((path) => path !== undefined && existsSync(path))
  if (executablePath === undefined) throw new Error('there is no Chromium; say in CHROMIUM where one is')
  await mkdir(target, { recursive: true })
  const folder = await mkdtemp(join(tmpdir(), 'writ-pictures-'))
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const chrome = await chromium.launch({ executablePath, args })
  try {
    const camera = new Camera(chrome)
    await report(camera, folder)
    await pages(camera)
    await terminal(camera, folder)
  } finally {
    await chrome.close()
    await rm(folder, { recursive: true, force: true })
  }
}

await main()
