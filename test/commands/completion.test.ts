import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { bin, folder, root, writ } from './writ.js'

/** An estate of a few names, one of them hostile, with a `writ` on the PATH and another one, a trap, in the folder. */
function estate(): { dir: string; path: string; trap: string } {
  const dir = folder()
  const trap = join(dir, 'sprung')
  const program = (file: string, text: string) => {
    writeFileSync(file, `#!/bin/sh\n${text}\n`)
    chmodSync(file, 0o755)
  }
  mkdirSync(join(dir, 'bin'))
  mkdirSync(join(dir, 'customers'))
  program(join(dir, 'bin/writ'), `exec '${process.execPath}' '${bin}' "$@"`)
  program(join(dir, 'writ'), `touch '${trap}'`)
  writeFileSync(
    join(dir, 'writ.yaml'),
    'version: 1\nenvironments:\n  staging: {mode: observe}\n  prod: {mode: enforce}\n',
  )
  writeFileSync(
    join(dir, 'customers/acme.yaml'),
    [
      ['kind: Account', 'name: acme-corp # the first'],
      ['kind: Account', 'name: "acme-labs"'],
      ['kind: Account', `name: $(touch ${trap})`],
      ['kind: Account', 'name: ac`id`'],
      ['kind: App', 'name: hubspot'],
      ['kind: User', 'account: acme-corp', 'email: ana@acme.example'],
    ]
      .map((lines) => `${lines.join('\n')}\n`)
      .join('---\n'),
  )
  writeFileSync(join(dir, 'plan.json'), '{\n  "formatVersion": 1,\n  "tool": "writ 0.1.0",\n  "changes": []}')
  writeFileSync(join(dir, 'other.json'), '{"formatVersion":1,"accounts":[]}')
  return { dir, path: `${join(dir, 'bin')}:${process.env.PATH}`, trap }
}

const has = async (shell: string): Promise<boolean> => !(await execa(shell, ['-c', 'exit 0'], { reject: false })).failed

/** What bash offers for a line: readline's part is played, the rest is bash. */
const IN_BASH = String.raw`
source <(writ completion bash)
COMP_LINE=$1 COMP_POINT=${'$'}{#1}
COMP_WORDS=() word=''
# words as readline divides them: at blanks, and at = : @ each by itself
while IFS= read -r word; do COMP_WORDS+=("$word"); done < <(printf '%s' "$1" | sed -E 's/([=:@])/\n\1\n/g; s/[[:space:]]+/\n/g' | grep -v '^$')
[[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$(( ${'$'}{#COMP_WORDS[@]} - 1 ))
_writ
printf '%s\n' "${'$'}{COMPREPLY[@]}"
`

async function inBash(line: string, { dir, path }: { dir: string; path: string }): Promise<string[]> {
  const { stdout } = await execa('bash', ['--norc', '-c', IN_BASH, 'bash', line], { cwd: dir, env: { PATH: path } })
  return stdout.split('\n').filter((each) => each !== '')
}

/** A line typed into a real, interactive shell on a terminal, with a tab at its end: what it became. */
async function typed(line: string, { dir, path }: { dir: string; path: string }, shell: string[]): Promise<string> {
  writeFileSync(join(dir, '.bashrc'), 'PS1="> "\nsource <(writ completion bash)\n')
  writeFileSync(
    join(dir, '.zshrc'),
    'PROMPT="> "\nbindkey -e\nautoload -Uz compinit; compinit -u -D\nsource <(writ completion zsh)\n',
  )
  const env = { PATH: path, HOME: dir, ZDOTDIR: dir, TERM: 'dumb' }
  const type = join(root, 'test/commands/type.py')
  return (await execa('python3', [type, ...shell, line], { cwd: dir, env })).stdout
}

const BASH = ['bash', '--noprofile', '-i']
const ZSH = ['zsh', '-i']

describe('in bash', () => {
  test('commands and topics, then what is below a topic', async () => {
    const at = estate()
    expect(await inBash('writ pl', at)).toEqual(['plan'])
    expect(await inBash('writ accounts ', at)).toEqual(['list'])
    expect(await inBash('writ help conn', at)).toEqual(['connections'])
  })

  test('flags that were not given yet, and the values of those that take a few', async () => {
    const at = estate()
    expect(await inBash('writ plan --exit-code --ex', at)).toEqual([])
    expect(await inBash('writ plan --ex', at)).toEqual(['--exit-code'])
    expect(await inBash('writ accounts list --format c', at)).toEqual(['csv'])
    // readline has cut the word at the sign, so only the rest of it is told
    expect(await inBash('writ accounts list --format=c', at)).toEqual(['csv'])
  })

  test('names of the estate in this folder: apps, accounts, people, environments, addresses, plan files', async () => {
    const at = estate()
    expect(await inBash('writ explain ', at)).toEqual(['hubspot'])
    expect(await inBash('writ explain hubspot --account ac', at)).toEqual(['acme-corp', 'acme-labs'])
    expect(await inBash('writ explain hubspot --user ana@ac', at)).toEqual(['acme.example'])
    expect(await inBash('writ plan --env ', at)).toEqual(['staging', 'prod'])
    expect(await inBash('writ plan --only account/acme-c', at)).toEqual(['account/acme-corp'])
    expect(await inBash('writ apply --approved p', at)).toContain('plan.json')
    expect((await writ(['__complete', '--', 'apply', '--approved', ''], { cwd: at.dir })).stdout).toBe(
      'plan.json\t\n:files\n',
    )
    expect(await inBash('writ show ', at)).toContain('account/acme-labs')
    expect(await inBash('writ validate cus', at)).toEqual(['customers'])
  })

  test('E18: no name of an estate that a shell would act on is offered, and no program of its folder is run', async () => {
    const at = estate()
    expect((await inBash('writ explain hubspot --account ', at)).filter((name) => !/^acme-\w+$/.test(name))).toEqual([])
    expect(await inBash('./writ pl', at)).toEqual(['plan'])
    expect(() => readFileSync(at.trap)).toThrow(/ENOENT/)
  })

  test('typed on a terminal, with a tab', async () => {
    const at = estate()
    expect(await typed('writ expl', at, BASH)).toBe('writ explain')
    expect(await typed('writ explain hubspot --user ana', at, BASH)).toBe(
      'writ explain hubspot --user ana@acme.example',
    )
    expect(await typed('writ plan --format=ma', at, BASH)).toBe('writ plan --format=markdown')
  })
})

const zsh = await has('zsh')
const fish = await has('fish')
for (const [name, there] of [
  ['zsh', zsh],
  ['fish', fish],
] as const)
  if (!there) process.stderr.write(`completion in ${name}: skipped, there is no ${name} here\n`)

describe.skipIf(!fish)('in fish', () => {
  test('words and what they are about', async () => {
    const { dir, path } = estate()
    const ask = async (line: string) =>
      (
        await execa('fish', ['--no-config', '-c', 'writ completion fish | source; complete -C $argv[1]', line], {
          cwd: dir,
          env: { PATH: path, HOME: dir },
        })
      ).stdout
        .split('\n')
        .filter((each) => each !== '')
    expect(await ask('writ pl')).toEqual([expect.stringMatching(/^plan\tReads live state/)])
    expect((await ask('writ explain hubspot --account ac')).map((each) => each.split('\t')[0])).toEqual([
      'acme-corp',
      'acme-labs',
    ])
    expect(await ask('writ validate cus')).toEqual([expect.stringMatching(/^customers\//)])
  })
})

describe.skipIf(!zsh)('in zsh', () => {
  test('typed on a terminal, with a tab', async () => {
    const at = estate()
    expect(await typed('writ expl', at, ZSH)).toBe('writ explain')
    expect(await typed('writ explain hubspot --user ana', at, ZSH)).toBe('writ explain hubspot --user ana@acme.example')
    expect(await typed('writ accounts list --format c', at, ZSH)).toBe('writ accounts list --format csv')
  })
})

test('a shell that is none is refused with what was meant', async () => {
  const { stderr, exitCode } = await writ(['completion', 'fsh'])
  expect(exitCode).toBe(1)
  expect(stderr).toContain('Did you mean fish?')
})

test('it is answered without an estate, and a line that is no command of ours is not spoilt', async () => {
  const cwd = folder()
  expect((await writ(['__complete', '--', 'explain', ''], { cwd })).stdout).toBe('')
  expect((await writ(['__complete', '--', 'nonsense', '--account', ''], { cwd })).stdout).toBe('')
  expect((await writ(['__complete'], { cwd })).stdout).toContain('plan\t')
})
