import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index.js'
import { DataFileError } from '../../src/sandbox/store/data-file.js'
import { openSandbox } from '../support/sandbox.js'
import { acmeCloud } from '../support/seed.js'

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'writ-data-'))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

const refused = async (options: SandboxOptions, why: string) => {
  await expect(startSandbox(options)).rejects.toThrow(DataFileError)
  await expect(startSandbox(options)).rejects.toThrow(why)
}

describe('the data file', () => {
  test('is readable by its owner alone, also where it was there before', async () => {
    const data = join(folder(), 'platform.db')
    writeFileSync(data, '', { mode: 0o644 })
    const opened = await openSandbox(undefined, { data })
    onTestFinished(() => opened.close())
    for (const file of [data, `${data}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('is no link, no folder, and lies in a folder that is there', async () => {
    const dir = folder()
    writeFileSync(join(dir, 'target'), 'somebody else’s')
    symlinkSync(join(dir, 'target'), join(dir, 'link'))
    symlinkSync(join(dir, 'nowhere'), join(dir, 'dangling'))
    await refused({ data: join(dir, 'link') }, 'it is a link')
    await refused({ data: join(dir, 'dangling') }, 'it is a link')
    await refused({ data: dir }, 'it is a folder')
    await refused({ data: '/dev/null' }, 'no regular file')
    await refused({ data: join(dir, 'none', 'x.db') }, 'its folder is not there')
    expect(readFileSync(join(dir, 'target'), 'utf8')).toBe('somebody else’s')
  })

  test.each(['-wal', '-shm', '-journal'])('has no link laid beside it: %s', async (end) => {
    const dir = folder()
    symlinkSync(join(dir, 'target'), join(dir, `x.db${end}`))
    await refused({ data: join(dir, 'x.db') }, 'is a link')
    expect(readdirSync(dir)).toEqual([`x.db${end}`])
  })

  test.each([':memory:', 'file:x.db?mode=memory', 'libsql:x.db', 'x.db?vfs=unix'])(
    'is a file of exactly that name, whatever SQLite could read into it: %s',
    async (name) => {
      const dir = folder()
      const where = vi.spyOn(process, 'cwd').mockReturnValue(dir)
      onTestFinished(() => where.mockRestore())
      const opened = await startSandbox({ data: name, tenant: 'kept' })
      await opened.close()
      expect(readdirSync(dir).filter((file) => !/-(wal|shm)$/.test(file))).toEqual([name])
      const again = await startSandbox({ data: name })
      onTestFinished(() => again.close())
      expect([again.fresh, again.tenant]).toEqual([false, 'kept'])
    },
  )

  test('keeps no token and no session that somebody could use', async () => {
    const dir = folder()
    const data = join(dir, 'x.db')
    const opened = await openSandbox(acmeCloud(), { data })
    const { token } = await opened.control('tokens', { user: 'ana@acme.example' })
    const page = await fetch(`${opened.url}/sign-in`)
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    const csrf = /name="csrf" value="(\w+)"/.exec(await page.text())?.[1] ?? ''
    const body = new URLSearchParams({ csrf, token: String(token) })
    const entered = await fetch(`${opened.url}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body,
    })
    const session = /writ_session=([\w-]+)/.exec(entered.headers.get('set-cookie') ?? '')?.[1]
    await opened.close()
    const kept = readdirSync(dir)
      .map((file) => readFileSync(join(dir, file), 'latin1'))
      .join('')
    const secrets = { token, session, admin: opened.admin.token, reader: opened.reader.token }
    for (const [what, secret] of Object.entries(secrets)) {
      expect([what, String(secret).length > 20, kept.includes(String(secret))]).toEqual([what, true, false])
    }
  })
})
