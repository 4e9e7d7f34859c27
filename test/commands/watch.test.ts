import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { bin, folder, root } from './writ.js'

const APP = (name: string) => `kind: App\nname: ${name}\n`

/** An estate of a few lines, and `validate --watch` before it. */
async function watching() {
  const dir = join(folder(), 'estate')
  mkdirSync(dir)
  const write = (file: string, text: string) => writeFileSync(join(dir, file), text)
  write(
    'writ.yaml',
    'version: 1\nplatform: {type: writ, url: "http://127.0.0.1:4010", tenant: acme, token: {env: T}}\n',
  )
  write('apps.yaml', APP('slack'))
  const process_ = execa(process.execPath, [bin, 'validate', '--watch'], {
    cwd: dir,
    env: { PATH: process.env.PATH ?? '' },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
  onTestFinished(() => void process_.kill('SIGKILL'))
  let said = ''
  let log = ''
  process_.stdout.on('data', (chunk) => {
    said += String(chunk)
  })
  process_.stderr.on('data', (chunk) => {
    log += String(chunk)
  })
  const seen = () => log.match(/ validated /g)?.length ?? 0
  /** What was found by the validation that follows what is done. */
  const after = async (deed: () => void): Promise<{ found: string; log: string }> => {
    const before = seen()
    said = ''
    log += '|'
    deed()
    await expect.poll(seen, { timeout: 30_000, interval: 20 }).toBeGreaterThan(before)
    return { found: said, log: log.slice(log.lastIndexOf('|')) }
  }
  await expect.poll(seen, { timeout: 30_000, interval: 20 }).toBe(1)
  return { dir, write, after, process: process_, seen, first: said }
}

test('each change of an estate is looked at: edited, made, renamed over, moved, removed, in new folders too', async () => {
  const { dir, write, after, first } = await watching()
  expect(first).toContain('No mistakes in 2 documents')
  const changed = await after(() => write('apps.yaml', `${APP('slack')}---\n${APP('zoom')}`))
  expect(changed.found).toContain('No mistakes in 3 documents')
  expect(changed.log).toMatch(/Z changed: apps\.yaml\n/)
  expect((await after(() => write('more.yml', APP('hubspot')))).found).toContain('in 4 documents')
  // as editors save: beside it, then renamed over it
  const saved = await after(() => {
    write('.more.yml.swp', APP('trello'))
    renameSync(join(dir, '.more.yml.swp'), join(dir, 'more.yml'))
  })
  expect(saved.log).toContain('changed: more.yml')
  const made = await after(() => {
    mkdirSync(join(dir, 'teams/crm'), { recursive: true })
    write('teams/crm/apps.yaml', APP('miro'))
  })
  expect(made.found).toContain('in 5 documents')
  expect((await after(() => write('teams/crm/apps.yaml', `${APP('miro')}---\n${APP('n8n')}`))).found).toContain('in 6')
  const moved = await after(() => renameSync(join(dir, 'teams'), join(dir, 'groups')))
  expect(moved.log).toMatch(/changed: groups\/crm\/apps\.yaml and teams\/crm\/apps\.yaml|changed: teams.* and groups/)
  expect((await after(() => write('groups/crm/apps.yaml', APP('miro')))).found).toContain('in 5 documents')
  expect((await after(() => rmSync(join(dir, 'groups'), { recursive: true }))).found).toContain('in 4 documents')
})

test('what is half typed is told, and gone when it is whole; so is a mistake in writ.yaml', async () => {
  const { write, after, process } = await watching()
  const half = await after(() => write('apps.yaml', 'kind: App\nname: "sla'))
  expect(half.found).toMatch(/error {2}yaml\/[\w-]+ +apps\.yaml:2/)
  expect((await after(() => write('apps.yaml', APP('slack')))).found).toContain('No mistakes in 2 documents')
  expect((await after(() => write('writ.yaml', 'version: 2\n'))).found).toMatch(/error .* writ\.yaml:1/)
  expect(process.exitCode).toBeNull()
})

test('an estate that goes away and comes again is looked at again', async () => {
  const { dir, after } = await watching()
  const gone = await after(() => renameSync(dir, `${dir}-elsewhere`))
  expect(gone.found).toContain('file/no-estate')
  const again = await after(() => cpSync(`${dir}-elsewhere`, dir, { recursive: true }))
  expect(again.found).toContain('2 documents')
})

test('what is no file of the estate is not looked at, and what was saved unchanged is no change', async () => {
  const { write, after, seen } = await watching()
  write('plan.json', '{}')
  write('.hidden.yaml', APP('zoom'))
  write('apps.yaml', APP('slack'))
  const { log } = await after(() => setTimeout(() => write('apps.yaml', APP('zoom')), 600))
  expect(log).toMatch(/changed: apps\.yaml\n/)
  expect(seen()).toBe(2)
})

test('Ctrl-C ends it with 130, as commands.md says of what is interrupted', async () => {
  const { process } = await watching()
  process.kill('SIGINT')
  expect((await process).exitCode).toBe(130)
})

test('a terminal shows the last state alone, and says that it watches', async () => {
  const dir = folder()
  cpSync(join(root, 'examples/tiers'), dir, { recursive: true })
  const script = `import os,pty,select,sys,time
pid,terminal=pty.fork()
if pid==0: os.execvp(sys.argv[1],sys.argv[1:])
seen=b''
def until(count):
  global seen
  end=time.time()+30
  while seen.count(b'watching')<count and time.time()<end:
    if select.select([terminal],[],[],0.1)[0]: seen+=os.read(terminal,4096)
until(1)
open('writ.yaml','a').write('# once more\\n')
until(2)
os.write(terminal,b'\\x03')
status=os.waitpid(pid,0)[1]
sys.stdout.write(seen.decode()+'|'+str(os.waitstatus_to_exitcode(status)))`
  const { stdout } = await execa('python3', ['-c', script, process.execPath, bin, 'validate', '--watch'], { cwd: dir })
  const screens = stdout.split('\u001b[H\u001b[2J')
  expect(screens.length).toBe(3)
  expect(screens[2]).toMatch(/No mistakes[\s\S]*UTC · \d+ files in \d+ ms · watching, Ctrl-C ends/)
  expect(stdout.endsWith('|130')).toBe(true)
})
