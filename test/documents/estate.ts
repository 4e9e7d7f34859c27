import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Loaded, loadEstate } from '../../src/documents/index.js'

export const now = new Date('2026-11-22T14:03:00Z')

export const writ = `version: 1
platform:
  type: writ
  url: http://127.0.0.1:4010
  tenant: acme-cloud
  token: {env: WRIT_TOKEN}
`

export type Files = Readonly<Record<string, string | Buffer>>

/** A folder with these files, writ.yaml among them unless another is given; removed after the test. */
export function folder(files: Files): string {
  const dir = mkdtempSync(join(tmpdir(), 'writ-estate-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  for (const [file, content] of Object.entries({ 'writ.yaml': writ, ...files })) {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), content)
  }
  return dir
}

export const load = (files: Files, env?: string): Promise<Loaded> => loadEstate(folder(files), { env, now })

/** `code file:line:column` of each diagnostic, as a reader would find it. */
export const places = ({ diagnostics }: Loaded): string[] =>
  diagnostics.map(({ code, at }) => (at ? `${code} ${at.file}:${at.line}:${at.column}` : code))

/** The same, of one file that holds this text. */
export const complaints = async (text: string | Buffer, others: Files = {}): Promise<string[]> =>
  places(await load({ 'a.yaml': text, ...others }))
