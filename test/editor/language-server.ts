import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../commands/writ.js'
import { type Message, readMessages, writeMessage } from './messages.js'

export interface Spot {
  readonly line: number
  readonly character: number
}

export interface Marked {
  readonly message: string
  readonly range: { readonly start: Spot; readonly end: Spot }
  readonly severity: number
}

export interface Offered {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: string | { readonly value: string }
}

/** An editor on a folder, with the language server that editors use, as a process of its own. */
export interface Editor {
  /** Opens a file, or one that has this text now, and waits for what is marked in it. */
  open(file: string, text?: string): Promise<readonly Marked[]>
  complete(file: string, at: Spot): Promise<readonly Offered[]>
  /** The text that is shown over a place; empty where there is none. */
  hover(file: string, at: Spot): Promise<string>
  close(): void
}

const SERVER = join(root, 'node_modules/yaml-language-server/bin/yaml-language-server')

/** `settings` as a folder's `.vscode/settings.json` has them: keys with dots. */
export async function openEditor(folder: string, settings: Readonly<Record<string, unknown>>): Promise<Editor> {
  const server = spawn(process.execPath, [SERVER, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'], cwd: folder })
  const talk = new Talk(server, nested({ 'yaml.schemaStore.enable': false, ...settings }))
  const rootUri = pathToFileURL(folder).href
  await talk.ask('initialize', {
    ...{ processId: process.pid, rootUri, workspaceFolders: [{ uri: rootUri, name: 'estate' }] },
    capabilities: { workspace: { configuration: true }, textDocument: { hover: {}, completion: SNIPPETS } },
  })
  talk.tell('initialized', {})
  const uriOf = (file: string) => pathToFileURL(join(folder, file)).href
  let version = 0
  return {
    open: async (file, text = readFileSync(join(folder, file), 'utf8')) => {
      const uri = uriOf(file)
      const marked = talk.next(uri)
      version += 1
      talk.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } })
      return await marked
    },
    complete: async (file, position) => {
      const answer = await talk.ask('textDocument/completion', { textDocument: { uri: uriOf(file) }, position })
      return (answer as { items: readonly Offered[] } | null)?.items ?? []
    },
    hover: async (file, position) => {
      const answer = await talk.ask('textDocument/hover', { textDocument: { uri: uriOf(file) }, position })
      return (answer as { contents: { value: string } } | null)?.contents.value ?? ''
    },
    close: () => void server.kill(),
  }
}

const SNIPPETS = { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } }

/** `{'yaml.format.enable': true}` as the server asks for it: `{yaml: {format: {enable: true}}}`. */
function nested(settings: Readonly<Record<string, unknown>>): Record<string, Record<string, unknown>> {
  const all: Record<string, Record<string, unknown>> = {}
  for (const [key, value] of Object.entries(settings)) {
    const parts = key.split('.')
    let at: Record<string, unknown> = all
    for (const part of parts.slice(0, -1)) {
      at[part] ??= {}
      at = at[part] as Record<string, unknown>
    }
    at[parts.at(-1) ?? ''] = value
  }
  return all
}

/** Requests, answers and what the server tells by itself. */
class Talk {
  private id = 0
  private readonly open = new Map<number, (result: unknown) => void>()
  private readonly awaited = new Map<string, (marked: readonly Marked[]) => void>()

  constructor(
    private readonly server: ChildProcess,
    private readonly settings: Readonly<Record<string, unknown>>,
  ) {
    readMessages(server, (message) => this.hear(message))
  }

  ask(method: string, params: unknown): Promise<unknown> {
    this.id += 1
    const { id } = this
    return new Promise((resolve) => {
      this.open.set(id, resolve)
      writeMessage(this.server, { id, method, params })
    })
  }

  tell(method: string, params: unknown): void {
    writeMessage(this.server, { method, params })
  }

  /** The next list of what is marked in a file. */
  next(uri: string): Promise<readonly Marked[]> {
    return new Promise((resolve) => this.awaited.set(uri, resolve))
  }

  private hear({ id, method, params, result, error }: Message): void {
    if (method === undefined) this.open.get(Number(id))?.(error === undefined ? result : null)
    else if (id !== undefined) writeMessage(this.server, { id, result: this.answer(method, params) })
    else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly Marked[] }
      this.awaited.get(uri)?.(diagnostics)
    }
  }

  private answer(method: string, params: unknown): unknown {
    if (method !== 'workspace/configuration') return null
    const { items } = params as { items: readonly { section: string }[] }
    return items.map(({ section }) => this.settings[section] ?? {})
  }
}
