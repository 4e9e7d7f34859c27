import { appendFileSync, existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { folderShelf } from '../../src/record/folder.js'
import { lineOf } from '../../src/record/line.js'
import { verifyStore } from '../../src/record/verify-store.js'
import { isReady, keeping } from './children.js'
import { answer, facts, folder, intent, open, runOnce } from './facts.js'

// Processes are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 60_000 })

const RUN = '2026-11-22T14-05-03Z-7c1e02'

/** The journal of a process that was killed after these lines. */
async function killed(dir: string, entries = [intent('k1'), answer('k1'), intent('k2')]): Promise<string> {
  const child = keeping({ facts: facts({ run: RUN }), entries, options: { dir }, waits: true })
  await isReady(child)
  child.kill('SIGKILL')
  await child
  return join(dir, '.writ/records', `${RUN}.jsonl`)
}

const verify = (dir: string) => verifyStore(folderShelf(join(dir, '.writ/records')), [])

test('E10: the journal of a killed process is found, with all that it was told', async () => {
  const dir = folder()
  const path = await killed(dir)
  const { cutOff, setAside } = await (await open(dir)).unfinished()
  expect(setAside).toEqual([])
  expect(cutOff).toMatchObject([{ path, run: { run: RUN, tenant: 'acme-cloud' } }])
  expect(cutOff[0]?.entries.map(({ type }) => type)).toEqual(['run', 'intent', 'outcome', 'intent'])
  expect(cutOff[0]?.entries.at(-1)).toHaveProperty('request', 'k2')
})

test('E10: it is a finding until somebody says what became of it; then it is sealed as cut off', async () => {
  const dir = folder()
  await killed(dir)
  expect((await verify(dir)).findings).toMatchObject([{ code: 'record/unsealed', line: 4 }])
  const store = await open(dir)
  const { cutOff } = await store.unfinished()
  await cutOff[0]?.recover('next-run', [{ index: 0, address: 'account/acme', seen: 'applied' }])
  expect(await verify(dir)).toMatchObject({ records: 1, lines: 6, findings: [] })
  expect(await store.list()).toMatchObject([{ run: RUN, state: 'sealed-cut-off' }])
  expect(await store.unfinished()).toEqual({ cutOff: [], setAside: [] })
})

test('E10: a torn last line is cut away and counted; the lines before it stand', async () => {
  const dir = folder()
  const path = await killed(dir)
  appendFileSync(path, '{"entry":{"at":"2026-')
  const store = await open(dir)
  const { cutOff } = await store.unfinished()
  expect(cutOff[0]?.entries).toHaveLength(4)
  await cutOff[0]?.recover('next-run', [])
  expect(await verify(dir)).toMatchObject({ lines: 6, findings: [] })
  expect(readFileSync(path, 'utf8')).toContain('"torn":21')
})

test('E10: a journal torn at any byte is taken up; one whose first line is not whole is set aside', async () => {
  const bytes = readFileSync(await killed(folder()))
  const first = bytes.indexOf(10) + 1
  for (const length of [0, 1, first - 1, first, first + 1, bytes.length - 1]) {
    const dir = folder()
    mkdirSync(join(dir, '.writ/records'), { recursive: true })
    writeFileSync(join(dir, '.writ/records', `${RUN}.jsonl`), bytes.subarray(0, length))
    const { cutOff, setAside } = await (await open(dir)).unfinished()
    expect([cutOff.length, setAside.length]).toEqual(length < first ? [0, 1] : [1, 0])
  }
})

test('E10: a journal with a flipped bit is set aside, its line is named, and nothing is taken from it', async () => {
  const dir = folder()
  const path = await killed(dir)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace('"request":"k2"', '"request":"k3"'))
  const store = await open(dir)
  const { cutOff, setAside } = await store.unfinished()
  expect(cutOff).toEqual([])
  expect(setAside).toMatchObject([{ path, problem: expect.stringMatching(/\.jsonl:4 was changed/) }])
  expect(existsSync(path)).toBe(false)
  expect(readFileSync(setAside[0]?.movedTo ?? '', 'utf8')).toContain('"k3"')
  expect(await store.unfinished()).toEqual({ cutOff: [], setAside: [] })
  expect((await verify(dir)).findings).toMatchObject([{ code: 'record/set-aside' }])
})

test('E10: a sealed record that was tampered with is no journal: it stays where it is, for verify to tell', async () => {
  const dir = folder()
  await keeping({ facts: facts({ run: RUN }), entries: [intent('k1')], options: { dir } })
  const path = join(dir, '.writ/records', `${RUN}.jsonl`)
  writeFileSync(path, readFileSync(path, 'utf8').replace('"payload":"', '"payload":"A'))
  expect(await (await open(dir)).unfinished()).toEqual({ cutOff: [], setAside: [] })
  expect(existsSync(path)).toBe(true)
  expect((await verify(dir)).findings).toMatchObject([{ code: 'record/changed', line: 3 }])
})

test('E10: the journal of a living process is left alone, torn line and all', async () => {
  const dir = folder()
  const child = keeping({ facts: facts({ run: RUN }), entries: [intent('k1')], options: { dir }, waits: true })
  await isReady(child)
  const store = await open(dir)
  expect(await store.unfinished()).toEqual({ cutOff: [], setAside: [] })
  expect(await store.list()).toMatchObject([{ run: RUN, state: 'running' }])
  expect(await verify(dir)).toMatchObject({ running: 1, findings: [] })
  child.stdin?.write('go on\n')
  await child
  expect(await verify(dir)).toMatchObject({ running: 0, findings: [] })
})

/** A journal as another process would have begun it. */
function journalOf(dir: string, process: object): string {
  const path = join(dir, '.writ/records', `${RUN}.jsonl`)
  const entry = { type: 'run', formatVersion: 1, ...facts({ run: RUN }), process, seq: 0, prev: null }
  writeFileSync(path, `${lineOf({ ...entry, at: '2026-11-22T14:05:03.000Z' } as never).text}\n`)
  return path
}

test("E10: another machine's journal is left alone until nobody wrote to it for an hour", async () => {
  const dir = folder()
  const store = await open(dir)
  await runOnce(store)
  const path = journalOf(dir, { host: 'elsewhere.example', pid: process.pid, started: null })
  expect((await store.unfinished()).cutOff).toEqual([])
  const before = Date.now() / 1000 - 3700
  utimesSync(path, before, before)
  expect((await store.unfinished()).cutOff).toMatchObject([{ run: { run: RUN } }])
})

test('E10: a later process with the same number is not taken for the one that wrote the journal', async () => {
  const dir = folder()
  const store = await open(dir)
  const { place } = await runOnce(store)
  const own = JSON.parse(readFileSync(place, 'utf8').split('\n')[0] as string).entry.process
  journalOf(dir, own)
  expect((await store.unfinished()).cutOff).toEqual([])
  journalOf(dir, { ...own, host: hostname(), started: `${own.started}1` })
  expect((await store.unfinished()).cutOff).toHaveLength(1)
})

test('E10: two runs that find the same journal recover it once', async () => {
  const dir = folder()
  await killed(dir)
  const [one, two] = [await open(dir), await open(dir)]
  const found = [await one.unfinished(), await two.unfinished()]
  const sealed = await Promise.all(found.map(({ cutOff }, at) => cutOff[0]?.recover(`run-${at}`, [])))
  expect(sealed[0]?.root).toBe(sealed[1]?.root)
  expect(await verify(dir)).toMatchObject({ records: 1, lines: 6, findings: [] })
})

test('E10: what a process leaves that is killed while it begins is no journal: nothing was sent', async () => {
  const dir = folder()
  const store = await open(dir)
  await runOnce(store)
  writeFileSync(join(dir, '.writ/records', `.${RUN}.jsonl`), '{"entry":{"approvedBy"')
  expect(await store.unfinished()).toEqual({ cutOff: [], setAside: [] })
  expect(await verify(dir)).toMatchObject({ records: 1, findings: [] })
})

test('E10: a writer that was taken for dead notices it at its next line, and writes nothing', async () => {
  const store = await open(folder())
  const record = store.begin(facts())
  appendFileSync(record.path, 'somebody else\n')
  const size = readFileSync(record.path).length
  expect(() => record.append(intent('k1'))).toThrow(/another process wrote to it/)
  expect(readFileSync(record.path)).toHaveLength(size)
})
