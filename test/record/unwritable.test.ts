import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa, execaSync } from 'execa'
import { expect, onTestFinished, test, vi } from 'vitest'
import { folderShelf } from '../../src/record/folder.js'
import { verifyStore } from '../../src/record/verify-store.js'
import { keepScript } from './children.js'
import { end, facts, folder, intent, open, runOnce } from './facts.js'

// Processes are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 60_000 })

const RUN = '2026-11-22T14-05-03Z-7c1e02'

const [MOUNT, UNMOUNT] = ['mount', 'umount']

/** A process that keeps a record under a limit of the shell's. */
async function under(limit: string, told: object) {
  const line = `${limit}; exec "$0" "$@"`
  const { stdout } = await execa('sh', ['-c', line, process.execPath, keepScript(), JSON.stringify(told)], {
    reject: false,
  })
  return JSON.parse(stdout.split('\n').at(-1) ?? '') as { code: string; message: string; help: string }
}

/** A small disk of its own. */
function disk(size: string): string {
  const dir = folder()
  execaSync(MOUNT, ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', dir])
  onTestFinished(() => void execaSync(UNMOUNT, ['-l', dir]))
  return dir
}

/** Only root may mount, and not in every container. */
function canMount(): boolean {
  const dir = mkdtempSync(join(tmpdir(), 'writ-mount-'))
  const mounted = !execaSync(MOUNT, ['-t', 'tmpfs', 'tmpfs', dir], { reject: false }).failed
  if (mounted) execaSync(UNMOUNT, [dir])
  rmSync(dir, { recursive: true })
  return mounted
}

const mounting = test.runIf(canMount())

test('E10: a line that does not fit any more is taken back, and the Fault names path, cause and remedy', async () => {
  const dir = folder()
  const entries = Array.from({ length: 40 }, (_, at) => intent(`k${at}`))
  // Blocks of 512 bytes, in the shell of this standard.
  const fault = await under('ulimit -f 9', { facts: facts({ run: RUN }), entries, options: { dir } })
  expect(fault).toMatchObject({ code: 'record/unwritable', help: expect.stringMatching(/record\.store/) })
  expect(fault.message).toBe(
    `the record cannot be written: ${dir}/.writ/records/${RUN}.jsonl: the file may not grow any further`,
  )
  const text = readFileSync(join(dir, '.writ/records', `${RUN}.jsonl`), 'utf8')
  expect(text.endsWith('}\n')).toBe(true)
  const store = await open(dir)
  const { cutOff } = await store.unfinished()
  expect(cutOff[0]?.entries.length).toBe(text.split('\n').length - 1)
  await cutOff[0]?.recover('next-run', [])
  expect((await verifyStore(store.shelf, [])).findings).toEqual([])
})

test('E10: without a file to open no record begins', async () => {
  const fault = await under('ulimit -n 64', { facts: facts(), entries: [], options: { dir: folder() }, exhaust: true })
  expect(fault).toMatchObject({ code: 'record/unwritable', message: expect.stringMatching(/too many files are open/) })
})

mounting('E10: on a full disk nothing is sent, and there is room again for the next line', async () => {
  const dir = disk('64k')
  const store = await open(dir)
  const record = store.begin(facts({ run: RUN }))
  const filling = () => {
    for (let at = 0; ; at++) record.append(intent(`${at}`.padEnd(2000, 'x')))
  }
  expect(filling).toThrow(/the disk is full/)
  execaSync(MOUNT, ['-o', 'remount,size=1m', dir])
  record.append(end)
  await record.seal()
  expect(await verifyStore(store.shelf, [])).toMatchObject({ records: 1, findings: [] })
})

mounting('E10: on a disk that is read-only no record begins, and what is there is read and verified', async () => {
  const dir = disk('1m')
  await runOnce(await open(dir))
  execaSync(MOUNT, ['-o', 'remount,ro', dir])
  const store = await open(dir)
  expect(() => store.begin(facts())).toThrow(/the file system is read-only/)
  expect(await verifyStore(store.shelf, [])).toMatchObject({ records: 1, findings: [] })
  expect(await store.lastSeen('acme-cloud')).not.toBeNull()
})

test.runIf(process.getuid?.() !== 0)('E10: without permission no record begins', async () => {
  const dir = folder()
  chmodSync(dir, 0o500)
  onTestFinished(() => chmodSync(dir, 0o700))
  const store = await open(dir)
  expect(() => store.begin(facts())).toThrow(/no permission/)
})

test('E10: where the store is a file, or below one, no record begins', async () => {
  const dir = folder()
  writeFileSync(join(dir, 'file'), '')
  for (const store of ['file', 'file/below']) {
    const opened = await open(dir, { store })
    expect(() => opened.begin(facts())).toThrow(expect.objectContaining({ code: 'record/unwritable' }))
  }
})

test('a run does not write over the record of another with the same id', async () => {
  const store = await open(folder())
  await runOnce(store, { run: RUN })
  expect(() => store.begin(facts({ run: RUN }))).toThrow(/a record of this name is there already/)
  expect(await verifyStore(store.shelf, [])).toMatchObject({ records: 1, findings: [] })
})

test('a run’s id cannot lead to another folder', async () => {
  const store = await open(folder())
  for (const run of ['../x', 'a/b', '', '.hidden', 'x'.repeat(101)])
    expect(() => store.begin(facts({ run }))).toThrow(expect.objectContaining({ code: 'record/run-id' }))
})

test('E16: no byte of a record is of the key that signs it, nor of what the process has in its environment', async () => {
  const dir = folder()
  const key = Buffer.from('canary-5f3a-canary-5f3a-canary-5').toString('base64')
  process.env.WRIT_CANARY = 'canary-5f3a-in-the-environment'
  onTestFinished(() => {
    delete process.env.WRIT_CANARY
  })
  const { place } = await runOnce(await open(dir, { key }))
  const text = readFileSync(place, 'latin1')
  const decoded = text + Buffer.from(/"payload":"([^"]+)"/.exec(text)?.[1] ?? '', 'base64').toString()
  expect(decoded).toContain('"keyid":"sha256:')
  for (const secret of [key, 'canary-5f3a', Buffer.from('canary-5f3a').toString('hex')])
    expect(decoded).not.toContain(secret)
})

test('E16: a key that is none is a Fault before anything is written', async () => {
  const dir = folder()
  await expect(open(dir, { key: 'canary-5f3a' })).rejects.toMatchObject({ code: 'record/key' })
  expect(await verifyStore(folderShelf(join(dir, '.writ/records')), [])).toMatchObject({ records: 0 })
})

test('records outside of the estate’s folder lie where writ.yaml says', async () => {
  const dir = folder()
  mkdirSync(join(dir, 'estate'))
  for (const store of ['../records', join(dir, 'elsewhere')]) {
    const { place } = await runOnce(await open(join(dir, 'estate'), { store }))
    expect(place.startsWith(join(dir, 'estate', store.startsWith('/') ? '' : store)) || place.startsWith(store)).toBe(
      true,
    )
    expect(await verifyStore(folderShelf(store.startsWith('/') ? store : join(dir, 'records')), [])).toMatchObject({
      records: 1,
    })
  }
})
