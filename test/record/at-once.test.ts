import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test, vi } from 'vitest'
import { folderShelf } from '../../src/record/folder.js'
import { openRef } from '../../src/record/index.js'
import { locked } from '../../src/record/lock.js'
import { thisProcess } from '../../src/record/process.js'
import { verifyStore } from '../../src/record/verify-store.js'
import { isReady, keeping, keepScript } from './children.js'
import { end, facts, folder, intent, variables } from './facts.js'

// Processes are started here, on machines that do other things too.
vi.setConfig({ testTimeout: 120_000 })

const REF = 'git:refs/writ/records'

/** So many processes at once, each with so many records. */
async function allAtOnce(processes: number, options: { dir: string; store?: string }): Promise<void> {
  keepScript()
  const told = (at: number) => ({ facts: facts({ run: `run-${at}` }), entries: [intent('k'), end], options, times: 3 })
  const ended = await Promise.all(Array.from({ length: processes }, (_, at) => keeping(told(at))))
  expect(ended.map(({ stdout }) => stdout)).toEqual(ended.map(() => 'ready\nsealed'))
}

test('E15: six processes that seal at once make one chain in a folder', async () => {
  const dir = folder()
  await allAtOnce(6, { dir })
  const verified = await verifyStore(folderShelf(join(dir, '.writ/records')), [])
  expect(verified).toMatchObject({ records: 18, findings: [] })
  expect(verified.newest).not.toBeNull()
  expect(readdirSync(join(dir, '.writ/records')).filter((name) => name.startsWith('.lock'))).toEqual([])
})

test('E15: six processes that seal at once make one chain on a ref', async () => {
  const dir = folder()
  await execa('git', ['init', '-q', dir])
  await allAtOnce(6, { dir, store: REF })
  const verified = await verifyStore(await openRef(REF, dir, variables), [])
  expect(verified).toMatchObject({ records: 18, findings: [] })
  expect(verified.newest).not.toBeNull()
  const { stdout } = await execa('git', ['-C', dir, 'rev-list', '--count', 'refs/writ/records'])
  expect(stdout).toBe('18')
})

test('E15: six processes in six work trees make one chain on the ref that they share', async () => {
  const dir = folder()
  const git = (...args: string[]) =>
    execa('git', ['-C', join(dir, 'main'), '-c', 'user.name=a', '-c', 'user.email=a@b', ...args])
  await execa('git', ['init', '-q', join(dir, 'main')])
  await git('commit', '-q', '--allow-empty', '-m', 'first')
  keepScript()
  const trees = ['one', 'two', 'three', 'four', 'five', 'six'].map((name) => join(dir, name))
  for (const tree of trees) await git('worktree', 'add', '-q', '--detach', tree)
  const told = (tree: string, at: number) => ({
    facts: facts({ run: `run-${at}` }),
    entries: [end],
    options: { dir: tree, store: REF },
    times: 2,
  })
  const ended = await Promise.all(trees.map((tree, at) => keeping(told(tree, at))))
  expect(ended.map(({ stdout }) => stdout)).toEqual(ended.map(() => 'ready\nsealed'))
  expect(await verifyStore(await openRef(REF, join(dir, 'main'), variables), [])).toMatchObject({
    records: 12,
    findings: [],
  })
})

test('E10: the lock of a process that was killed while it sealed is cleared away', async () => {
  const dir = folder()
  const child = keeping({ facts: facts(), entries: [], options: { dir }, waits: true })
  await isReady(child)
  const journal = readdirSync(join(dir, '.writ/records')).find((name) => name.endsWith('.jsonl')) ?? ''
  const { process } = JSON.parse(readFileSync(join(dir, '.writ/records', journal), 'utf8')).entry
  child.kill('SIGKILL')
  await child
  const lock = join(folder(), '.lock')
  writeFileSync(lock, JSON.stringify(process))
  expect(await locked(lock, () => 'mine')).toBe('mine')
  expect(existsSync(lock)).toBe(false)
})

test('a lock that was not finished being written is cleared away after a second', async () => {
  const lock = join(folder(), '.lock')
  closeSync(openSync(lock, 'w'))
  utimesSync(lock, Date.now() / 1000 - 5, Date.now() / 1000 - 5)
  expect(await locked(lock, () => 'mine')).toBe('mine')
})

test('the lock of a living process is waited for', async () => {
  const lock = join(folder(), '.lock')
  writeFileSync(lock, JSON.stringify(thisProcess()))
  let isFree = false
  const waiting = locked(lock, () => isFree)
  await new Promise((resolve) => setTimeout(resolve, 200))
  isFree = true
  rmSync(lock)
  expect(await waiting).toBe(true)
})

test('of many who want it, one at a time has the lock', async () => {
  const lock = join(folder(), '.lock')
  let [inside, most] = [0, 0]
  const work = () =>
    locked(lock, async () => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((resolve) => setTimeout(resolve, 2))
      inside -= 1
    })
  await Promise.all(Array.from({ length: 20 }, work))
  expect(most).toBe(1)
})
