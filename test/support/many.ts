import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { loadEstate } from '../../src/documents/index.js'
import type { Estate } from '../../src/model/document.js'
import { NOW } from './world.js'

/** Loads an estate of many files, each of which may be as long as a file may be. */
export async function loadFiles(texts: readonly string[]): Promise<Estate> {
  const dir = mkdtempSync(join(tmpdir(), 'writ-many-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const platform = 'platform: {type: writ, url: "http://127.0.0.1:4010", tenant: acme-cloud, token: {env: WRIT_TOKEN}}'
  writeFileSync(join(dir, 'writ.yaml'), `version: 1\n${platform}\n`)
  for (const [at, text] of texts.entries()) writeFileSync(join(dir, `part-${at}.yaml`), text)
  const { estate, diagnostics } = await loadEstate(dir, { now: NOW })
  if (estate === null)
    throw new Error(
      diagnostics
        .slice(0, 5)
        .map(({ message }) => message)
        .join('\n'),
    )
  return estate
}
