import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../commands/writ.js'
import { type Block, blocksOf, surroundingsOf } from './blocks.js'
import { type Command, commandsOf, isOfThisRepository } from './commands.js'
import { isShown, settled } from './output.js'
import { makePlace, type Place } from './place.js'
import { openShell, type Ran, type Shell } from './shell.js'

export interface DocumentRun {
  /** What did not go as the document says, each with `document:line`. The first ends the document. */
  readonly failures: readonly string[]
  /** The document with the outputs of this run, where others stand. */
  readonly updated: string
  /** Lines whose output is not what is shown. */
  readonly changed: readonly string[]
  readonly commands: number
}

/** Runs every command block of a document in order, as somebody would who types them. */
export async function runDocument(name: string, markdown: string): Promise<DocumentRun> {
  const surroundings = new Map([...whereFound(name), ...surroundingsOf(markdown)])
  const place = await makePlace(surroundings)
  const shell = openShell(place.dir, place.scratch, place.env)
  const typist = new Typist(name, markdown, place, shell)
  try {
    if (surroundings.has('git')) await shell.run('git init -q')
    if (surroundings.has('origin')) await shell.run(ORIGIN)
    const seed = surroundings.get('sandbox')
    if (seed !== undefined) await typist.serve(`writ sandbox --port 4010 --seed ${join(root, seed)}`)
    if (surroundings.has('commit')) await shell.run(COMMIT)
    await typist.all(blocksOf(markdown))
  } catch (error) {
    typist.failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    shell.close()
    place.remove()
  }
  return typist
}

/** What stands beside the sources speaks of the repository itself. */
const whereFound = (name: string): [string, string][] =>
  name.endsWith('README.md') && !name.startsWith('docs/') ? [['at', 'repository']] : []

const COMMIT = 'git add -A && git commit -qm "The estate" && { git push -q origin main || true; }'
const ORIGIN = 'git init -q --bare ../origin.git && git remote add origin ../origin.git'

/** Whoever has a document before them and types what it says. */
class Typist implements DocumentRun {
  readonly failures: string[] = []
  readonly changed: string[] = []
  commands = 0
  private lines: string[]
  private tokens: readonly string[] = []

  constructor(
    private readonly name: string,
    markdown: string,
    private readonly place: Place,
    private readonly shell: Shell,
  ) {
    this.lines = markdown.split('\n')
  }

  get updated(): string {
    return this.lines.filter((line) => line !== GONE).join('\n')
  }

  async all(blocks: readonly Block[]): Promise<void> {
    for (const block of blocks) {
      if (block.said.has('not run')) continue
      await this.prepare(block)
      if (block.language === 'sh' || block.language === 'console') await this.type(block)
      else this.save(block)
      if (this.failures.length > 0) return
    }
  }

  /** What readers need not see is typed for them. */
  private async prepare({ said, line }: Block): Promise<void> {
    const text = said.get('before')
    if (text === undefined) return
    const { exit, output } = await this.shell.run(this.place.typed(text))
    if (exit !== 0) throw new Error(`line ${line}: ${text}\n${output}`)
    this.place.settle()
  }

  private async type(block: Block): Promise<void> {
    for (const command of commandsOf(block).filter(({ text }) => !isOfThisRepository(text))) {
      this.commands += 1
      const { exit, output } = await this.enter(command, block.said.get('answer'))
      this.place.settle()
      const printed = this.place.printed(output)
      if (exit !== command.exit) {
        this.failures.push(
          `${this.name}:${command.line}: ${command.text}\n${endedWith(exit, command.exit)}\n${printed}`,
        )
        return
      }
      this.compare(command, printed)
    }
  }

  private async enter({ text }: Command, answer: string | undefined): Promise<Ran> {
    const [admin = '', read = ''] = this.tokens
    const typed = this.place
      .typed(text)
      .replaceAll(/\bWRIT_TOKEN=…/g, `WRIT_TOKEN=${admin}`)
      .replaceAll(/\bWRIT_READ_TOKEN=…/g, `WRIT_READ_TOKEN=${read}`)
    if (answer !== undefined)
      return this.shell.run(`printf '%s\\n' ${quoted(answer)} | script -qec ${quoted(typed)} /dev/null`)
    return /^(writ|node bin\/writ\.js|npx writ) sandbox\b(?!.*(&|--help)\s*$)/.test(text)
      ? this.serve(typed)
      : this.shell.run(typed)
  }

  /** A platform that runs until the document ends; from here on its tokens are in the environment. */
  async serve(command: string): Promise<Ran> {
    const ran = await this.shell.start(this.place.typed(command), /^(Ready|\{"url")/m)
    this.tokens = ['full', 'read'].map((kind) => new RegExp(`writ_${kind}_[\\w-]+`).exec(ran.output)?.[0] ?? '')
    await this.shell.run(`export WRIT_TOKEN=${this.tokens[0]} WRIT_READ_TOKEN=${this.tokens[1]}`)
    if (ran.exit === null) throw new Error(`${command} did not start:\n${ran.output}`)
    return ran
  }

  /** A block that says which file it is, in a comment before it or in its first line, is written to that file. */
  private save({ text, said, language }: Block): void {
    const [, first] = language === 'yaml' ? (/^# (\S+\.ya?ml)\n/.exec(text) ?? []) : []
    const file = said.get('file') ?? first
    if (file === undefined) return
    const path = join(this.place.dir, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `${this.place.typed(text)}\n`)
  }

  private compare({ output, line, text }: Command, printed: string): void {
    if (output === null || isShown(output, printed)) return
    this.changed.push(`${this.name}:${line}: ${text}`)
    const from = line - 1 + text.split('\n').length
    const old = output === '' ? 0 : output.split('\n').length
    // Lines keep their numbers until the end: what is new stands in one of them, what is gone leaves its place.
    const shown = settledEnds(printed)
    if (old === 0) this.lines[from - 1] += `\n${shown}`
    else for (let at = 0; at < old; at += 1) this.lines[from + at] = at === 0 ? shown : GONE
  }
}

const GONE = '\u0000'

const settledEnds = (text: string): string => (settled(text) === '' ? GONE : text.replace(/[ \r]+$/gm, '').trimEnd())

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const endedWith = (exit: number | null, expected: number): string =>
  exit === null ? 'ended the shell, or did not end' : `ended with ${exit}, and the document says ${expected}`
