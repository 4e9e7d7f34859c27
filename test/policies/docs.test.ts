import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { folder, root, writ } from '../commands/writ.js'

const page = readFileSync(join(root, 'docs/writing-policies.md'), 'utf8')
const blocks = [...page.matchAll(/^```(yaml|console)\n([\s\S]*?)^```$/gm)].map(([, sort, text]) => ({
  sort,
  text: text ?? '',
}))

test('docs/writing-policies.md: each file is written as it says, and each command says what stands below it', async () => {
  const dir = folder()
  let commands = 0
  for (const { sort, text } of blocks) {
    if (sort === 'yaml') {
      const [, file = ''] = /^# (\S+)\n/.exec(text) ?? []
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      writeFileSync(join(dir, file), text)
      continue
    }
    const [, command = '', expected = ''] = /^\$ writ (.*)\n([\s\S]*)$/.exec(text) ?? []
    const { stdout, stderr } = await writ(command.split(' '), { cwd: dir })
    expect(`${stdout}${stderr}`.trimEnd()).toBe(expected.trimEnd())
    commands += 1
  }
  expect(commands).toBe(3)
  const { stdout, exitCode } = await writ(['policy', 'test', 'policies'], { cwd: dir })
  expect([stdout, exitCode]).toEqual(['10 examples of 4 policies: all say what they should.\n', 0])
})
