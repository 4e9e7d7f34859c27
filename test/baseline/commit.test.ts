import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadEstate, openCommit } from '../../src/documents/index.js'
import { limits } from '../../src/documents/limits.js'
import { addressOfDocument } from '../../src/model/estate-name.js'
import { gitIn, NOW, type Repository, repository, WRIT } from './repository.js'

const app = (name: string) => `kind: App\nname: ${name}\n`

/** What a commit declares, as addresses; or the codes of what is wrong with it. */
async function declared(dir: string, ref = 'HEAD'): Promise<string[]> {
  const { tree } = await openCommit(dir, ref)
  if (tree === null) return ['no estate']
  const { estate, diagnostics } = await loadEstate(tree, { now: NOW })
  if (estate === null) return diagnostics.map(({ code, at }) => `${code} ${at?.file}`)
  return estate.documents.map(addressOfDocument)
}

const fault = (dir: string, ref = 'HEAD') =>
  openCommit(dir, ref).then(
    () => 'none',
    (error: { code?: string }) => error.code,
  )

/** The same files read from the work tree and from the commit. */
async function bothWays({ dir }: Repository): Promise<[string[], string[]]> {
  const { estate, diagnostics } = await loadEstate(dir, { now: NOW })
  const here = estate?.documents.map(addressOfDocument) ?? diagnostics.map(({ code, at }) => `${code} HEAD:${at?.file}`)
  return [here, await declared(dir)]
}

describe('the estate of a commit', () => {
  test('is read from Git, whatever the work tree says by now', async () => {
    const { dir, write, git } = repository({ 'writ.yaml': WRIT, 'apps/a.yaml': app('slack') })
    write({ 'apps/a.yaml': app('zoom'), 'apps/b.yaml': app('other') })
    expect(await declared(dir)).toEqual(['app/slack'])
    expect(git('status', '--porcelain')).toBe('M apps/a.yaml\n?? apps/b.yaml')
  })

  test('stands in a subfolder of the repository, and nothing beside it counts', async () => {
    const { dir } = repository({
      'estates/prod [1] *é/writ.yaml': WRIT,
      'estates/prod [1] *é/a.yaml': app('slack'),
      'estates/other.yaml': app('zoom'),
    })
    expect(await declared(join(dir, 'estates/prod [1] *é'))).toEqual(['app/slack'])
  })

  test('places in it carry the name by which it was asked for', async () => {
    const { dir } = repository({ 'writ.yaml': WRIT, 'a.yaml': 'kind: Ap\nname: slack\n' })
    expect(await declared(dir, 'main')).toEqual(['document/unknown-kind main:a.yaml'])
  })

  test('names with spaces, quotes, line breaks and other scripts are names', async () => {
    const names = [
      'a b.yaml',
      'q"u\'ote.yaml',
      'li\nne.yaml',
      'tab\t.yaml',
      'ünïcode/データ.yaml',
      '-rf.yaml',
      ':(top).yaml',
    ]
    const repo = repository({
      'writ.yaml': WRIT,
      ...Object.fromEntries(names.map((name, at) => [name, app(`app-${at}`)])),
    })
    const [here, there] = await bothWays(repo)
    expect(here).toHaveLength(names.length)
    expect(there).toEqual(here)
  })

  test('hidden folders and node_modules are passed over, and a name that only looks like a document is an error', async () => {
    const repo = repository({ 'writ.yaml': WRIT, '.github/x.yaml': 'on: push\n', 'node_modules/a.yaml': 'x: 1\n' })
    repo.commit({ 'a.yaml': app('slack') })
    expect(await bothWays(repo)).toEqual([['app/slack'], ['app/slack']])
    repo.commit({ 'Acme.YAML': app('zoom') })
    expect(await bothWays(repo)).toEqual([['file/name-case HEAD:Acme.YAML'], ['file/name-case HEAD:Acme.YAML']])
  })

  test('a ref may be a branch, a tag, a short id or an expression', async () => {
    const { dir, git, commit } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack') })
    git('tag', 'v1')
    const id = commit({ 'a.yaml': app('zoom') })
    expect(await declared(dir, 'v1')).toEqual(['app/slack'])
    expect(await declared(dir, 'main~1')).toEqual(['app/slack'])
    expect(await declared(dir, id.slice(0, 10))).toEqual(['app/zoom'])
    expect((await openCommit(dir, 'main')).commit).toBe(id)
  })

  test('a repository whose ids are SHA-256 is read all the same', async () => {
    const { dir, git, commit } = repository()
    rmSync(join(dir, '.git'), { recursive: true })
    git('init', '-q', '-b', 'main', '--object-format=sha256')
    expect(commit({ 'writ.yaml': WRIT, 'a.yaml': app('slack') })).toHaveLength(64)
    expect(await declared(dir)).toEqual(['app/slack'])
  })
})

describe('links in a commit are treated as in a folder', () => {
  const linked = (links: Readonly<Record<string, string>>, files = {}) => {
    const repo = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack'), '.shared/b.yaml': app('zoom'), ...files })
    for (const [path, to] of Object.entries(links)) {
      mkdirSync(join(repo.dir, path, '..'), { recursive: true })
      symlinkSync(to, join(repo.dir, path))
    }
    repo.commit({})
    return repo
  }

  test.each([
    ['a file read already adds nothing', { 'again.yaml': 'a.yaml' }, ['app/slack']],
    ['a hidden folder is followed', { shared: '.shared' }, ['app/zoom', 'app/slack']],
    [
      'a hidden file is followed over two links',
      { 'x.yaml': 'y', y: '.shared/../.shared/b.yaml' },
      ['app/slack', 'app/zoom'],
    ],
    ['a link to nothing', { 'x.yaml': 'nothing.yaml' }, ['file/dangling-link HEAD:x.yaml']],
    ['a link to nothing, whatever it is called', { x: 'a.yaml/b' }, ['file/dangling-link HEAD:x']],
    ['a link to itself', { 'x.yaml': 'x.yaml' }, ['file/link-loop HEAD:x.yaml']],
    ['two that lead to each other', { x: 'y', y: 'x' }, ['file/link-loop HEAD:x', 'file/link-loop HEAD:y']],
    ['a folder that holds it', { 'sub/x': '..' }, ['file/link-loop HEAD:sub/x']],
    ['a way out of the estate', { 'x.yaml': '../../../../../../etc/hosts' }, ['file/outside HEAD:x.yaml']],
    ['a way out by the root', { 'x.yaml': '/etc/hosts' }, ['file/outside HEAD:x.yaml']],
    ['a way out that is no document', { 'README.md': '/etc/hosts' }, ['app/slack']],
  ])('%s', async (_title, links, expected) => {
    const [here, there] = await bothWays(linked(links))
    expect(there).toEqual(expected)
    expect(here).toEqual(there)
  })
})

describe('what cannot be read of a commit is refused, never read as nothing declared', () => {
  test('an object that is missing from the repository', async () => {
    const { dir, git, write } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack'), 'b/b.yaml': app('zoom') })
    const blob = git('rev-parse', 'HEAD:a.yaml')
    const tree = git('rev-parse', 'HEAD:b')
    write({ 'a.yaml': app('other') })
    rmSync(join(dir, '.git/objects', blob.slice(0, 2), blob.slice(2)))
    await expect(declared(dir)).rejects.toMatchObject({ code: 'baseline/unreadable' })
    rmSync(join(dir, '.git/objects', tree.slice(0, 2), tree.slice(2)))
    expect(await fault(dir)).toBe('baseline/unreadable')
  })

  test('an object that is damaged', async () => {
    const { dir, git } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack') })
    const blob = git('rev-parse', 'HEAD:a.yaml')
    const path = join(dir, '.git/objects', blob.slice(0, 2), blob.slice(2))
    chmodSync(path, 0o644)
    writeFileSync(path, 'nothing')
    await expect(declared(dir)).rejects.toMatchObject({ code: 'baseline/unreadable' })
  })

  test('a submodule: its documents are another repository', async () => {
    const other = repository({ 'x.yaml': app('zoom') })
    const { dir, git, commit } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack') })
    git('submodule', '--quiet', 'add', other.dir, 'teams')
    commit({})
    expect(await declared(dir)).toEqual(['file/submodule HEAD:teams'])
  })

  test('a file over the limit, which is not even fetched', async () => {
    const { dir } = repository({ 'writ.yaml': WRIT, 'a.yaml': `# ${'x'.repeat(limits.fileBytes)}\n` })
    expect(await declared(dir)).toEqual(['file/too-large HEAD:a.yaml'])
  })

  test('more bytes than an estate may have', async () => {
    const { totalBytes } = limits
    const { dir } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack'), 'b.yaml': app('zoom') })
    Object.assign(limits, { totalBytes: WRIT.length + 20 })
    const found = await declared(dir).finally(() => Object.assign(limits, { totalBytes }))
    expect(found.every((each) => each.startsWith('file/too-large'))).toBe(true)
  })

  test('more files than an estate may have', async () => {
    const { files } = limits
    const { dir } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('a'), 'b.yaml': app('b'), 'c.yaml': app('c') })
    Object.assign(limits, { files: 2 })
    const found = await declared(dir).finally(() => Object.assign(limits, { files }))
    expect(found).toContain('file/too-many HEAD:c.yaml')
  })
})

describe('what is no baseline is said', () => {
  test('a folder that is in no repository, and one that is not there', async () => {
    const { dir } = repository({ 'writ.yaml': WRIT })
    rmSync(join(dir, '.git'), { recursive: true })
    expect(await fault(dir)).toBe('baseline/no-repository')
    expect(await fault(join(dir, 'nowhere'))).toBe('baseline/no-repository')
  })

  test('a ref that nothing has, and a shallow clone that lacks it: how to bring it is told', async () => {
    const { dir, commit } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack') })
    await expect(openCommit(dir, 'origin/nothing')).rejects.toMatchObject({
      code: 'baseline/unknown-ref',
      help: expect.stringContaining('git fetch origin nothing'),
    })
    const first = commit({ 'a.yaml': app('zoom') })
    commit({ 'a.yaml': app('other') })
    const shallow = repository()
    gitIn(shallow.dir, 'fetch', '-q', '--depth=1', `file://${dir}`, 'main')
    gitIn(shallow.dir, 'checkout', '-q', 'FETCH_HEAD')
    expect(await declared(shallow.dir)).toEqual(['app/other'])
    await expect(openCommit(shallow.dir, first)).rejects.toMatchObject({
      code: 'baseline/unknown-ref',
      message: expect.stringContaining('shallow'),
      help: expect.stringContaining(`git fetch --depth=1 origin ${first}`),
    })
  })

  test.each(['--upload-pack=evil', '-h', '', 'a b', 'main\nHEAD', 'a\0b', 'x'.repeat(1001)])(
    'E18: a ref that is none, %j, reaches Git as nothing at all',
    async (ref) => {
      const { dir } = repository({ 'writ.yaml': WRIT })
      expect(await fault(dir, ref)).toBe('baseline/ref')
    },
  )

  test('E18: a tag or a branch that somebody pushed under the name of what was fetched does not become the baseline', async () => {
    const { dir, git, commit } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack') })
    const main = git('rev-parse', 'HEAD')
    git('update-ref', 'refs/remotes/origin/main', main)
    git('tag', '-a', '-m', 'the same', 'same', main)
    git('update-ref', 'refs/remotes/same', main)
    const theirs = commit({ 'a.yaml': app('zoom') })
    for (const place of ['refs/tags/origin/main', 'refs/heads/origin/main', 'refs/origin/main']) {
      expect((await openCommit(dir, 'origin/main')).commit).toBe(main)
      git('update-ref', place, theirs)
      expect([await fault(dir, 'origin/main'), await fault(dir, 'origin/main~0')]).toEqual([
        'baseline/ambiguous-ref',
        'baseline/ambiguous-ref',
      ])
      expect((await openCommit(dir, 'refs/remotes/origin/main')).commit).toBe(main)
      git('update-ref', '-d', place)
    }
    expect((await openCommit(dir, 'same')).commit).toBe(main)
  })

  test('a range and a file are no commits', async () => {
    const { dir, commit } = repository({ 'writ.yaml': WRIT })
    commit({ 'a.yaml': app('slack') })
    expect([await fault(dir, 'HEAD~1..HEAD'), await fault(dir, 'HEAD:a.yaml')]).toEqual([
      'baseline/unknown-ref',
      'baseline/unknown-ref',
    ])
  })

  test('a repository without any estate then has none: the first commit', async () => {
    const { dir, write } = repository({ 'README.md': '# Nothing yet\n' })
    write({ 'writ.yaml': WRIT })
    expect(await declared(dir)).toEqual(['no estate'])
    write({ 'sub/writ.yaml': WRIT })
    expect(await declared(join(dir, 'sub'))).toEqual(['no estate'])
  })

  test('E18: an estate that moved has a baseline elsewhere, and does not bring its own limits', async () => {
    const { dir } = repository({ 'estate/writ.yaml': WRIT, 'estate/a.yaml': app('slack') })
    renameSync(join(dir, 'estate'), join(dir, 'moved'))
    expect(await fault(join(dir, 'moved'))).toBe('baseline/no-estate')
  })

  test('E18: a link in the work tree does not choose another folder of the baseline', async () => {
    const { dir } = repository({ 'estate/writ.yaml': WRIT, 'lax/writ.yaml': WRIT })
    rmSync(join(dir, 'estate'), { recursive: true })
    symlinkSync('lax', join(dir, 'estate'))
    expect(await fault(join(dir, 'estate'))).toBe('baseline/link')
    expect(await fault(join(dir, 'lax'))).toBe('none')
  })

  test('E18: a repository among the files of the work tree is not the one that is asked', async () => {
    const { dir, git } = repository({ 'estate/writ.yaml': WRIT, 'estate/a.yaml': app('slack') })
    const estate = join(dir, 'estate')
    git('init', '-q', '--bare', '-b', 'main', estate)
    gitIn(estate, 'config', 'core.bare', 'false')
    gitIn(estate, 'config', 'core.worktree', '..')
    writeFileSync(join(estate, 'a.yaml'), app('zoom'))
    gitIn(estate, 'add', '--all', ':/')
    gitIn(estate, 'commit', '-q', '-m', 'a baseline of its own')
    expect(gitIn(estate, 'show', 'main:estate/a.yaml')).toContain('zoom')
    expect(await fault(estate, 'main')).toBe('baseline/no-repository')
  })

  test('a link from outside the repository to it is a name like any other', async () => {
    const { dir } = repository({ 'estate/writ.yaml': WRIT, 'estate/a.yaml': app('slack') })
    const beside = repository().dir
    rmSync(join(beside, '.git'), { recursive: true })
    symlinkSync(join(dir, 'estate'), join(beside, 'link'))
    expect(await declared(join(beside, 'link'))).toEqual(['app/slack'])
  })

  test('E18: what git replace lays over a commit does not count', async () => {
    const { dir, git, commit } = repository({ 'writ.yaml': WRIT, 'a.yaml': app('slack') })
    const lax = commit({ 'a.yaml': app('zoom') })
    git('replace', git('rev-parse', 'HEAD~1'), lax)
    expect(await declared(dir, 'main~1')).toEqual(['app/slack'])
  })
})
