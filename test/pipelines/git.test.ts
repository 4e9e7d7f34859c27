import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { type Repository, repository } from '../baseline/repository.js'
import { folder, root } from '../commands/writ.js'

/** A folder of an estate that passes for a bare repository, and whose settings run a program. */
const bare = (at: string, seen: string) => ({
  [`${at}/HEAD`]: 'ref: refs/heads/main\n',
  [`${at}/objects/.keep`]: '',
  [`${at}/refs/.keep`]: '',
  [`${at}/config`]: [
    '[core]\n\trepositoryformatversion = 0\n\tbare = true',
    `\tfsmonitor = "env >>${seen}; false"`,
    `\tsshCommand = "sh -c 'env >>${seen}; exit 128' --"`,
    '[remote "origin"]\n\turl = ssh://git@example.invalid/x\n',
  ].join('\n'),
})

/** A script of a pipeline in a checkout. Writ and Node do nothing but fail: what is looked at is Git. */
async function script(name: string, { dir }: Repository, env: Record<string, string>) {
  const tools = folder()
  for (const each of ['writ', 'node']) writeFileSync(join(tools, each), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  const { all } = await execa('bash', [join(root, 'ci', name)], {
    cwd: dir,
    env: {
      ...{ PATH: `${tools}:${process.env.PATH}`, HOME: tools, WRIT_WORK: tools, WRIT_RECORDS: 'refs/writ/records' },
      ...{ WRIT_FORGE_TOKEN: 'canary-forge', WRIT_READ_TOKEN: 'canary-read', WRIT_TOKEN: 'canary-write' },
      ...env,
    },
    ...{ extendEnv: false, reject: false, stdin: 'ignore', all: true },
  })
  return all ?? ''
}

test.each(['plan.sh', 'apply.sh', 'drift.sh'])(
  'E18: an estate whose folder passes for a bare repository runs no program of its own in %s, however it is called',
  async (name) => {
    const seen = join(folder(), 'seen')
    const repo = repository()
    repo.commit({ 'access/writ.yaml': 'version: 1\n' })
    repo.git('remote', 'add', 'origin', repo.dir)
    repo.commit(bare('access', seen))
    for (const WRIT_BASELINE of ['HEAD^', '']) {
      const log = await script(name, repo, { WRIT_DIR: 'access', WRIT_BASELINE })
      expect(existsSync(seen) ? readFileSync(seen, 'utf8') : '', log).toBe('')
    }
  },
)

test('E16: what Git runs in a pipeline is given none of our tokens by name', async () => {
  const seen = join(folder(), 'seen')
  const repo = repository({ 'writ.yaml': 'version: 1\n' })
  repo.git('config', 'core.sshCommand', `sh -c 'env >${seen}; exit 128' --`)
  repo.git('remote', 'add', 'origin', 'ssh://git@example.invalid/x')
  await script('plan.sh', repo, { WRIT_RECORD_KEY: 'canary-key', WRIT_APPLY_FORGE_TOKEN: 'canary-apply' })
  expect(readFileSync(seen, 'utf8')).toContain('PATH=')
  expect(readFileSync(seen, 'utf8')).not.toContain('canary')
})

test.each(['access', 'a [b] *c', '.hidden/access'])(
  'only documents of the estate make work for apply, where it lies in %s',
  async (dir) => {
    const repo = repository({ [`${dir}/writ.yaml`]: 'version: 1\n', 'a b c/x.yaml': 'x: 1\n' })
    const nothing = 'No document of the estate changed'
    const something = 'The plan that was approved could not be fetched'
    const after = async (file: string) => {
      repo.commit({ [file]: `version: 2 # ${file}\n` })
      return script('apply.sh', repo, { WRIT_DIR: dir, WRIT_BASELINE: 'HEAD^', WRIT_RECORDS: '' })
    }
    expect(await after('a b c/x.yaml')).toContain(nothing)
    expect(await after(`${dir}/.github/x.yaml`)).toContain(nothing)
    expect(await after(`${dir}/notes.md`)).toContain(nothing)
    expect(await after(`${dir}/accounts/acme.yaml`)).toContain(something)
    expect(await after(`${dir}/writ.yaml`)).toContain(something)
  },
)
