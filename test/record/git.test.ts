import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test, vi } from 'vitest'
import { openRef } from '../../src/record/index.js'
import { verifyStore } from '../../src/record/verify-store.js'
import { isReady, keeping } from './children.js'
import { end, facts, folder, intent, open, runOnce } from './facts.js'

// Git is started here, many times a test, on machines that do other things too.
vi.setConfig({ testTimeout: 60_000 })

const REF = 'refs/writ/records'
const store = `git:${REF}`
/** Nobody's settings: neither a name, nor a mail address. */
const bare = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' }

async function repository() {
  const dir = folder()
  const git = async (...args: string[]) =>
    (await execa('git', ['-C', dir, ...args], { env: bare, extendEnv: false })).stdout
  const commit = (...args: string[]) =>
    git('-c', 'user.name=ana', '-c', 'user.email=ana@acme.example', 'commit', '-q', ...args)
  await git('init', '-q', '-b', 'main')
  writeFileSync(join(dir, 'writ.yaml'), 'version: 1\n')
  await git('add', '.')
  await commit('-m', 'first')
  const verify = async () => verifyStore(await openRef(store, dir, bare), [])
  return { dir, git, commit, verify, opened: () => open(dir, { store, variables: bare }) }
}

test('E15: a run is one commit of the ref, with one file more; user.name need not be set', async () => {
  const { git, verify, opened } = await repository()
  const first = await runOnce(await opened())
  const second = await runOnce(await opened())
  expect(second.place).toBe(`${REF}:${second.run.slice(0, 7)}/${second.run}.jsonl`)
  expect(await verify()).toMatchObject({ records: 2, findings: [], newest: { run: second.run } })
  expect(await git('log', '--format=%an %s', REF)).toBe(`Writ Record of ${second.run}\nWrit Record of ${first.run}`)
  expect((await git('show', '--format=', '--name-only', REF)).split('\n')).toHaveLength(1)
})

test('neither the work tree nor the index is touched, and the journal goes once it is sealed', async () => {
  const { dir, git, opened } = await repository()
  writeFileSync(join(dir, 'writ.yaml'), 'version: 1\n# changed\n')
  writeFileSync(join(dir, 'new.yaml'), '')
  await git('add', 'new.yaml')
  const [status, index] = [await git('status', '--porcelain'), readFileSync(join(dir, '.git/index'))]
  await runOnce(await opened())
  expect(await git('status', '--porcelain')).toBe(status)
  expect(readFileSync(join(dir, '.git/index'))).toEqual(index)
  expect(readdirSync(join(dir, '.writ/journals')).filter((name) => name.endsWith('.jsonl'))).toEqual([])
})

test('E18: no hook runs that the work tree could bring', async () => {
  const { dir, git, opened, verify } = await repository()
  mkdirSync(join(dir, 'hooks'))
  const [hook, ran] = [join(dir, 'hooks/reference-transaction'), join(folder(), 'ran')]
  writeFileSync(hook, `#!/bin/sh\ntouch ${ran}\n`)
  chmodSync(hook, 0o755)
  await git('config', 'core.hooksPath', 'hooks')
  await git('update-ref', 'refs/heads/other', 'HEAD')
  expect(existsSync(ran)).toBe(true)
  rmSync(ran)
  await runOnce(await opened())
  expect(await verify()).toMatchObject({ records: 1, findings: [] })
  expect(existsSync(ran)).toBe(false)
})

test('E18: records go into the repository of the estate, and into none that lies among its files', async () => {
  const { dir, git } = await repository()
  const estate = join(dir, 'estate')
  await git('init', '-q', '--bare', estate)
  await expect(open(estate, { store, variables: bare })).rejects.toMatchObject({ code: 'record/git' })
  rmSync(join(estate, 'HEAD'))
  await runOnce(await open(estate, { store, variables: bare }))
  expect(await git('for-each-ref', '--format=%(refname)', 'refs/writ')).toBe(REF)
})

test('it works where a pipeline works: HEAD detached, in a folder below, with hooks and variables of git about', async () => {
  const { dir, git, opened, verify } = await repository()
  await git('checkout', '-q', '--detach')
  mkdirSync(join(dir, 'estate'))
  const hooked = { ...bare, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index', GIT_WORK_TREE: '/nowhere' }
  await runOnce(await open(join(dir, 'estate'), { store, variables: hooked }))
  await runOnce(await opened())
  expect(await verify()).toMatchObject({ records: 2, findings: [] })
})

test('a shallow clone keeps records, and so does a repository without a work tree', async () => {
  const { dir, verify } = await repository()
  const elsewhere = folder()
  await execa('git', ['clone', '-q', '--depth', '1', `file://${dir}`, join(elsewhere, 'shallow')])
  await execa('git', ['clone', '-q', '--bare', dir, join(elsewhere, 'bare.git')])
  for (const name of ['shallow', 'bare.git']) {
    const own = join(elsewhere, name)
    await runOnce(await open(own, { store, variables: bare }))
    expect(await verifyStore(await openRef(store, own, bare), [])).toMatchObject({ records: 1, findings: [] })
  }
  expect(await verify()).toMatchObject({ records: 0 })
})

test('refs that are none, somebody else’s, checked out, or stand for others are refused before anything is written', async () => {
  const { dir, git, commit } = await repository()
  await git('symbolic-ref', 'refs/writ/other', 'refs/heads/main')
  await git('branch', 'busy')
  await git('worktree', 'add', '-q', join(folder(), 'tree'), 'busy')
  await commit('--allow-empty', '-m', 'second')
  const wrong: Record<string, string[]> = {
    'is no name of a ref': ['records', '--all', 'refs/', 'refs/a..b', 'refs/x y', 'HEAD', '../x'],
    'is a place for something else': ['refs/tags/x', 'refs/stash', 'refs/notes/commits', 'refs/remotes/origin/x'],
    'is checked out in a work tree': ['refs/heads/main', 'refs/heads/busy'],
    'stands for another ref': ['refs/writ/other'],
  }
  for (const [what, refs] of Object.entries(wrong))
    for (const ref of refs) {
      const opening = open(dir, { store: `git:${ref}`, variables: bare })
      await expect(opening).rejects.toMatchObject({ code: 'record/ref', message: `record.store: ${ref} ${what}` })
    }
  expect(existsSync(join(dir, '.writ'))).toBe(false)
})

test('a ref that holds something else than records is not added to', async () => {
  const { dir, git } = await repository()
  await git('branch', 'other')
  const opening = open(dir, { store: 'git:refs/heads/other', variables: bare })
  await expect(opening).rejects.toMatchObject({ code: 'record/ref', message: expect.stringMatching(/writ\.yaml/) })
  expect(await git('log', '--format=%s', 'other')).toBe('first')
})

test('outside of a repository, and without git, the Fault says so before anything is written', async () => {
  const dir = folder()
  const outside = { ...bare, GIT_CEILING_DIRECTORIES: dir }
  await expect(open(dir, { store, variables: outside })).rejects.toMatchObject({ code: 'record/git' })
  const without = open(dir, { store, variables: { PATH: '/nowhere' } })
  await expect(without).rejects.toMatchObject({
    code: 'record/git',
    message: expect.stringMatching(/git cannot be found/),
  })
  expect(readdirSync(dir)).toEqual([])
})

test('E15: a commit that changes a record, or removes one, is named, though the newest tree hangs together', async () => {
  const { git, commit, verify, opened, dir } = await repository()
  const first = await runOnce(await opened())
  const path = first.place.slice(first.place.indexOf(':') + 1)
  await git('checkout', '-q', '--detach', REF)
  const bytes = readFileSync(join(dir, path))
  writeFileSync(join(dir, path), Buffer.concat([bytes, Buffer.from('x\n')]))
  await commit('-a', '-m', 'by hand')
  writeFileSync(join(dir, path), bytes)
  await commit('-a', '-m', 'and back')
  await git('update-ref', REF, 'HEAD')
  await git('checkout', '-q', 'main')
  const { findings } = await verify()
  expect(findings.map(({ code }) => code)).toEqual(['record/rewritten', 'record/rewritten'])
})

test('E15: a bad line on a ref is named by its path and line', async () => {
  const { git, commit, verify, opened, dir } = await repository()
  const { place } = await runOnce(await opened())
  const path = place.slice(place.indexOf(':') + 1)
  await git('checkout', '-q', '--detach', REF)
  writeFileSync(join(dir, path), readFileSync(join(dir, path), 'utf8').replace('"fencing":41', '"fencing":14'))
  await commit('-a', '-m', 'by hand')
  await git('update-ref', REF, 'HEAD')
  expect((await verify()).findings[0]).toMatchObject({ code: 'record/changed', place, line: 2 })
})

test('E10: the journal of a killed process is found beside the ref, and sealed into it', async () => {
  const { dir, verify, opened } = await repository()
  const child = keeping({ facts: facts(), entries: [intent('k1')], options: { dir, store }, waits: true })
  await isReady(child)
  child.kill('SIGKILL')
  await child
  const again = await opened()
  const { cutOff } = await again.unfinished()
  expect(await again.list()).toMatchObject([{ state: 'cut-off' }])
  await cutOff[0]?.recover('next-run', [])
  expect(await verify()).toMatchObject({ records: 1, lines: 4, findings: [] })
  expect(await again.unfinished()).toEqual({ cutOff: [], setAside: [] })
})

test('E10: a journal that was sealed into the ref and not yet removed is no run that was cut off', async () => {
  const { dir, verify, opened } = await repository()
  const child = keeping({ facts: facts({ run: 'run-1' }), entries: [end], options: { dir, store }, waits: true })
  await isReady(child)
  const journal = join(dir, '.writ/journals/run-1.jsonl')
  const bytes = readFileSync(journal)
  child.stdin?.write('go on\n')
  await child
  writeFileSync(journal, bytes)
  expect(await (await opened()).unfinished()).toEqual({ cutOff: [], setAside: [] })
  expect(existsSync(journal)).toBe(false)
  expect(await verify()).toMatchObject({ records: 1, findings: [] })
})

test('what the last run saw is read from the ref', async () => {
  const { opened } = await repository()
  await runOnce(await opened(), {}, { connections: 7 })
  expect(await (await opened()).lastSeen('acme-cloud')).toMatchObject({ rows: { connections: 7 } })
})

test('one record of a ref is read line by line', async () => {
  const { opened } = await repository()
  const { run } = await runOnce(await opened())
  const types: string[] = []
  for await (const { entry } of (await opened()).read(run)) types.push(entry.type)
  expect(types).toEqual(['run', 'intent', 'outcome', 'seen', 'end', 'seal'])
  await expect((await opened()).read('no-run').next()).rejects.toMatchObject({ code: 'record/unknown' })
})
