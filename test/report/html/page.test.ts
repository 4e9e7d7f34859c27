import { expect, test } from 'vitest'
import { type Audit, VERDICTS, type Verdict } from '../../../src/model/audit.js'
import { NO_FILTERS } from '../../../src/report/html/client/query.js'
import { VIEWS } from '../../../src/report/html/client/state.js'
import { eventually, inBrowser, overflow, violations } from '../../sandbox/pages/browser.js'
import { auditOf, pageOf } from './audits.js'
import { wanted } from './naive.js'
import { opened } from './opened.js'

const audit = auditOf({ accounts: 5, rows: 400 })
const given = pageOf(audit)
const firstOf = (lines: readonly string[], columns: number) =>
  lines.map((line) => line.split(',').slice(0, columns).join())

inBrowser('the auditor’s page', () => {
  test('E14: the totals in the page are those of the audit, beside those that the platform counts', async () => {
    const { page } = await opened(given)
    const rows = await page
      .getByRole('table', { name: /have each verdict/ })
      .locator('tbody tr')
      .all()
    const shown = await Promise.all(rows.map((row) => row.locator('td').allInnerTexts()))
    const { accounts, people, connections } = audit.totals
    expect(shown).toEqual(VERDICTS.map((verdict) => [accounts, people, connections].map((of) => String(of[verdict]))))
    const platform = await page.locator('tfoot td').allInnerTexts()
    expect(platform).toEqual([accounts, people, connections].map((of) => String(of.platform)))
  })

  test('one sentence says whether to worry, and what could not be evaluated is loud', async () => {
    const { page } = await opened(given)
    const access = audit.access.filter(({ verdict }) => verdict === 'undeclared')
    const people = new Set(access.map(({ user }) => user)).size
    const connections = audit.connections.filter(({ verdict }) => verdict === 'undeclared').length
    expect(await page.locator('.verdict').innerText()).toContain(
      `${access.length} accesses of ${people} people and ${connections} connections are there and undeclared`,
    )
    expect(await page.getByRole('region', { name: /Not evaluable: 1 account/ }).innerText()).toContain('initech')
    expect(await page.getByRole('banner').innerText()).toMatch(/prod · acme-cloud[\s\S]*api\.acme\.example[\s\S]*88213/)
  })

  test('E14: it asks nobody for anything, and could not: no script but its own runs, and nothing leaves it', async () => {
    const { page } = await opened(given, { isProvoked: true })
    const tried = await page.evaluate(`(async () => {
      const said = []
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => said.push(effectiveDirective))
      const reached = await fetch('https://elsewhere.example/').then(() => true, () => false)
      const image = new Image()
      image.src = 'https://elsewhere.example/a.png'
      const script = document.createElement('script')
      try { script.textContent = 'globalThis.ran = true' } catch { said.push('refused-text') }
      document.body.append(script)
      const styled = document.createElement('style')
      styled.textContent = 'body { display: none }'
      document.body.append(styled)
      await new Promise((done) => setTimeout(done, 200))
      return { reached, ran: globalThis.ran === true, said: [...new Set(said)].sort() }
    })()`)
    expect(tried).toMatchObject({ reached: false, ran: false })
    expect((tried as { said: string[] }).said).toEqual(
      expect.arrayContaining(['connect-src', 'img-src', 'style-src-elem']),
    )
    expect(await page.locator('body').isVisible()).toBe(true)
    expect(await page.locator('[onclick],[onload],[onerror],[style*="url"]').count()).toBe(0)
  })

  test.each([
    ['#/access?q=slack+ana', { q: 'slack ana' }],
    [
      '#/access?verdict=undeclared%2Cmissing&account=customer-0002',
      { verdict: ['undeclared', 'missing'], account: 'customer-0002' },
    ],
    ['#/access?gate=project&used=never', { gate: 'project', used: 'never' }],
    ['#/access?person=bo%40&project=zeus', { person: 'bo@', project: 'zeus' }],
  ])('an address restores what was looked at: %s', async (hash, asked) => {
    const { found, saved } = await opened(given, { hash })
    const plain = audit.access.filter((row) => wanted(row, audit.access, { ...NO_FILTERS, ...asked }))
    expect(plain.length).toBeGreaterThan(0)
    expect(await found()).toBe(`${plain.length} of 400 rows`)
    expect(firstOf(await saved(), 3)).toEqual(plain.map(({ user, account, app }) => `${user},${account},${app}`))
  })

  test('typing searches, choosing filters, clicking a head sorts; all of it goes into the address', async () => {
    const { page, found, saved } = await opened(given, { hash: '#/connections' })
    await page.getByRole('searchbox').fill('customer-0003')
    await page.getByLabel('idle days, at least').fill('300')
    await page.getByRole('checkbox', { name: /conforming/ }).check({ force: true })
    await page.getByRole('columnheader', { name: 'idle days' }).getByRole('button').click()
    await page.getByRole('columnheader', { name: 'idle days' }).getByRole('button').click()
    const asked = { ...NO_FILTERS, q: 'customer-0003', idle: '300', verdict: ['conforming'] }
    const plain = audit.connections.filter((row) => wanted(row, audit.connections, asked))
    await eventually(found).toBe(`${plain.length} of 400 rows`)
    await eventually(async () => new URLSearchParams(page.url().split('?')[1]).get('sort')).toBe('-idle')
    const days = plain.map(({ idleDays }) => idleDays ?? 0).sort((a, b) => b - a)
    expect((await saved()).map((line) => Number(line.split(',')[10]))).toEqual(days)
    const address = page.url()
    await page.goto('about:blank')
    await page.goto(address)
    await eventually(found).toBe(`${plain.length} of 400 rows`)
  })

  test('a row explains itself: each gate live and declared, its line, its value, who wrote it last', async () => {
    const at = audit.access.findIndex(({ verdict }) => verdict === 'undeclared')
    const row = audit.access[at]
    const { page } = await opened(given, { hash: `#/access?row=${at}` })
    const panel = page.getByRole('complementary')
    const text = await panel.innerText()
    expect(text).toContain(`${row?.user} · ${row?.app}`)
    const gates = audit.explanations[row?.why ?? 0]?.gates.map((each) => audit.gates[each]) ?? []
    expect(gates).toHaveLength(9)
    const told = await panel.locator('.gates li').allInnerTexts()
    for (const [nth, gate] of gates.entries()) {
      expect(told[nth]).toMatch(
        new RegExp(`${gate?.gate}[\\s\\S]*live[\\s\\S]*${gate?.live}[\\s\\S]*declared[\\s\\S]*${gate?.declared}`),
      )
      expect(told[nth]).toContain(gate?.value)
      expect(told[nth]).toContain('packages/pro.yaml:4')
    }
    expect(told.join(' ')).toContain('last written by joe@acme.example, 2026-11-20 18:41 UTC, admin page')
    await page.getByRole('button', { name: 'Close' }).click()
    await expect.poll(() => panel.count()).toBe(0)
  })

  test('keys go everywhere: to the list, through it, into a row and back', async () => {
    const { page } = await opened(given, { hash: '#/access?group=app' })
    const list = page.getByRole('treegrid')
    await list.focus()
    const active = () =>
      page.evaluate('document.getElementById(document.activeElement.getAttribute("aria-activedescendant"))?.innerText')
    const first = await active()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await eventually(active).not.toBe(first)
    await page.keyboard.press('Enter')
    await page.getByRole('complementary').waitFor()
    await page.keyboard.press('Escape')
    await eventually(() => page.evaluate('document.activeElement.getAttribute("role")')).toBe('treegrid')
    await page.keyboard.press('End')
    await eventually(active).toMatch(/^.*zoom/)
  })

  test('a cell of the matrix leads to its rows', async () => {
    const { page, found } = await opened(given, { hash: '#/matrix' })
    const cell = page.getByRole('gridcell', { name: /^customer-0001, slack: / })
    const [of, connected] = [audit.access, audit.connections].map(
      (rows: readonly (typeof audit.access)[number][] | readonly (typeof audit.connections)[number][]) =>
        rows.filter(({ account, app }) => account === 'customer-0001' && app === 'slack'),
    )
    expect(await cell.textContent()).toContain(` of ${of?.length} `)
    const grave = (rows: readonly { verdict: Verdict }[] = []) =>
      Math.min(...rows.map(({ verdict }) => VERDICTS.indexOf(verdict)))
    await cell.click()
    const seen = grave(connected) < grave(of) ? connected : of
    await eventually(found).toBe(`${seen?.length} of 400 rows`)
  })

  test('a cell of the matrix is as grave as the gravest of access and connections, and names both', async () => {
    const at = { account: 'customer-0002', app: 'zoom' }
    const whole = { ...audit.access[0], ...at, verdict: 'conforming' } as Audit['access'][number]
    const odd = {
      ...audit.connections[0],
      ...at,
      verdict: 'undeclared',
      owner: whole.user,
    } as Audit['connections'][number]
    const made = pageOf({ ...audit, access: [whole], connections: [odd, { ...odd, verdict: 'missing' }] })
    for (const axis of ['account', 'group', 'person']) {
      const { page, found } = await opened(made, { hash: `#/matrix?group=${axis}` })
      const cell = page.getByRole('gridcell', { name: /^customer-0002.*, zoom: / })
      expect(await cell.getAttribute('class')).toContain('v-undeclared')
      expect(await cell.getAttribute('title')).toMatch(/: people: 1 of 1 conforming; connections: 1 of 2 undeclared$/)
      await cell.click()
      await eventually(found).toBe('2 of 2 rows')
      await page.context().close()
    }
  })

  test('on paper stand the totals, the exceptions and the rows up to a bound, and what is left out is said', async () => {
    const many = pageOf(auditOf({ accounts: 5, rows: 800 }))
    const { page } = await opened(many, { hash: '#/access' })
    await page.emulateMedia({ media: 'print' })
    const paper = page.locator('.printed').last()
    await paper.waitFor()
    expect(await paper.locator('tbody tr').count()).toBe(500)
    expect(await paper.innerText()).toContain('The first 500 are printed; 300 are left out.')
    for (const name of ['Totals', 'Exceptions', 'What was read'])
      expect(await page.getByRole('heading', { name }).isVisible()).toBe(true)
    expect(await page.getByRole('grid').isVisible()).toBe(false)
    expect((await page.pdf()).length).toBeGreaterThan(10_000)
  })

  test.each(['#/summary', '#/connections?q=zoom', '#/evidence'])(
    'from %s, all that is not conforming goes on paper, the gravest first',
    async (hash) => {
      const { page } = await opened(given, { hash })
      await page.emulateMedia({ media: 'print' })
      for (const [name, rows] of [
        ['Who may use what: not conforming', audit.access],
        ['Connections: not conforming', audit.connections],
      ] as const) {
        const odd = rows.filter(({ verdict }) => verdict !== 'conforming').map(({ verdict }) => verdict)
        const told = page.getByRole('region', { name, exact: true }).locator('tbody tr')
        await eventually(() => told.count()).toBe(odd.length)
        const grave = VERDICTS.find((each) => odd.includes(each))
        expect(await told.first().innerText()).toContain(grave)
      }
    },
  )

  test('a sample says so in its head, whatever is looked at: of how many, how many, by which seed', async () => {
    const digest = `sha256:${'0'.repeat(64)}`
    const sample = { seed: 'q4', size: 400, population: 9_000, digest, method: 'HMAC' }
    const { page } = await opened(pageOf({ ...audit, sample }), { hash: '#/access' })
    const told = await page.getByRole('region', { name: 'Sample' }).innerText()
    for (const part of ['400 of 9,000 rows', 'q4', digest]) expect(told).toContain(part)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('a sample')
    expect(await page.locator('.verdict').innerText()).toContain('In the sample:')
  })

  test('without scripts the summary, the exceptions and the evidence stand below each other', async () => {
    const { page } = await opened(given, { scripts: false })
    for (const name of ['Totals', 'By app', 'Exceptions', 'What was read', 'Words on this page'])
      expect(await page.getByRole('heading', { name }).isVisible()).toBe(true)
    expect(await page.locator('noscript').innerText()).toContain('writ audit --format csv')
    expect(await page.getByRole('navigation').isVisible()).toBe(false)
  })

  test.each(
    VIEWS.flatMap((view) => [
      [view, 'light', 1280] as const,
      [view, 'dark', 375] as const,
      [view, 'dark', 1280] as const,
      [view, 'light', 375] as const,
    ]),
  )('axe finds nothing in %s, %s, %i wide, and nothing is wider than the window', async (view, scheme, width) => {
    const { page } = await opened(given, { hash: `#/${view}?row=3`, scheme, width })
    await page.waitForFunction(
      `document.querySelector('#views a[aria-current]')?.dataset.view === ${JSON.stringify(view)}`,
    )
    expect(await violations(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
  })

  test.each(['names', 'pseudonyms', 'counts'] as const)('report.people %s: who is shown', async (people) => {
    const { page } = await opened({ ...given, people }, { hash: '#/access?row=0' })
    const text = await page.locator('body').innerText()
    expect(text.includes('ana@customer-0000.example')).toBe(people === 'names')
    expect(/person-[0-9a-f]{8}/.test(text)).toBe(people === 'pseudonyms')
    expect(await page.getByRole('columnheader', { name: 'people' }).count()).toBe(people === 'counts' ? 1 : 0)
  })

  test('100,000 rows of access and as many connections: only what is seen is drawn, and search finds the one', async () => {
    const big = auditOf({ accounts: 1_000, rows: 100_000 })
    const { page, found } = await opened(pageOf(big), { hash: '#/access' })
    expect(await found()).toBe('100,000 of 100,000 rows')
    expect(await page.locator('.grid .body > *').count()).toBeLessThan(60)
    await page.getByRole('grid').focus()
    await page.keyboard.press('End')
    await eventually(() => page.locator('.grid .body > *').last().innerText()).toContain('customer-0999')
    await page.getByRole('searchbox').fill('mia@customer-0500 slack')
    const plain = big.access.filter(({ user, app }) => user.startsWith('mia@customer-0500.') && app === 'slack').length
    expect(plain).toBe(1)
    await eventually(found).toBe('1 of 100,000 rows')
  }, 240_000)
})
