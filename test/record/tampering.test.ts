import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFile } from '../../src/record/folder.js'
import { signerFrom } from '../../src/record/keys.js'
import { lineOf } from '../../src/record/line.js'
import { verifyStore } from '../../src/record/verify-store.js'
import { keeping } from './children.js'
import { answer, end, facts, intent, seen } from './facts.js'

const key = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

/** A record as a process sealed it that is no more, so that what is cut off at its end is no run under way. */
async function sealedBytes(signed: boolean): Promise<Buffer> {
  const dir = mkdtempSync(join(tmpdir(), 'writ-record-'))
  try {
    const requests = ['k1', 'k2', 'k3'].flatMap((each) => [intent(each), answer(each)])
    const entries = [...requests, seen({ accounts: 3 }), end]
    const { stdout } = await keeping({
      facts: facts({ run: RUN }),
      entries,
      options: { dir, ...(signed ? { key } : {}) },
    })
    expect(stdout).toBe('ready\nsealed')
    return readFileSync(join(dir, '.writ/records', `${RUN}.jsonl`))
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const RUN = '2026-11-22T14-05-03Z-7c1e02'

/** A line that was rewritten with all that the others can tell of it made to fit. */
const forged = (line: string, change: (entry: Record<string, unknown>) => object): string =>
  lineOf(change(JSON.parse(line).entry) as never).text

let bytes: { signed: Buffer; unsigned: Buffer }
const path = join(mkdtempSync(join(tmpdir(), 'writ-record-')), 'record.jsonl')
afterAll(() => rmSync(dirname(path), { recursive: true }))
beforeAll(async () => {
  bytes = { signed: await sealedBytes(true), unsigned: await sealedBytes(false) }
})

async function found(of: Buffer | string, keys: Parameters<typeof verifyStore>[1] = []) {
  writeFileSync(path, of)
  const { findings } = await verifyStore(openFile(path), keys)
  return findings
}

const linesOf = (of: Buffer): string[] => of.toString().trimEnd().split('\n')
const joined = (lines: readonly string[]): string => `${lines.join('\n')}\n`
/** 1, 2, 3 … as places are told. */
const lineAt = (of: Buffer, at: number): number => of.subarray(0, at).toString().split('\n').length

for (const which of ['signed', 'unsigned'] as const) {
  test(`E15: one ${which} record as it was sealed is whole`, async () => {
    expect(await found(bytes[which])).toEqual([])
  })

  test(`E15: any bit flipped anywhere of one ${which} record is found, and its line is named`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes[which].length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes[which])
        flipped[at] = (flipped[at] as number) ^ (1 << bit)
        const [first] = await found(flipped)
        expect(first).toMatchObject({ place: path, line: lineAt(bytes[which], at) })
      }),
      { numRuns: 400 },
    )
  })

  test(`E15: one ${which} record cut off anywhere is found, where it ends`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes[which].length - 1), async (at) => {
        const [first] = await found(bytes[which].subarray(0, at))
        const whole = bytes[which].subarray(0, at).toString().split('\n').length - 1
        const isAtLineEnd = at > 0 && bytes[which][at - 1] === 10
        expect(first).toMatchObject({ place: path, line: isAtLineEnd ? whole : whole + 1 })
      }),
      { numRuns: 200 },
    )
  })
}

test('E15: every line that is removed is missed, at the line that took its place', async () => {
  const lines = linesOf(bytes.unsigned)
  for (const at of lines.keys()) {
    const [first] = await found(joined(lines.toSpliced(at, 1)))
    expect(first?.line).toBe(at === lines.length - 1 ? at : at + 1)
  }
})

test('E15: any two lines that changed places are found, at the first of the two', async () => {
  const lines = linesOf(bytes.unsigned)
  for (const a of lines.keys())
    for (let b = a + 1; b < lines.length; b++) {
      const swapped = lines.with(a, lines[b] as string).with(b, lines[a] as string)
      const [first] = await found(joined(swapped))
      expect(first?.line).toBe(a + 1)
    }
})

test('E15: every line that stands there twice is found, at the second', async () => {
  const lines = linesOf(bytes.unsigned)
  for (const at of lines.keys()) {
    const [first] = await found(joined(lines.toSpliced(at, 0, lines[at] as string)))
    expect(first?.line).toBe(at + 2)
  }
})

test('E15: a line that was rewritten, hash and all, is found at the line that follows it', async () => {
  const lines = linesOf(bytes.unsigned)
  for (const at of lines.keys()) {
    if (at === lines.length - 1) continue
    const rewritten = lines.with(
      at,
      forged(lines[at] as string, (entry) => ({ ...entry, at: '2020-01-01T00:00:00.000Z' })),
    )
    const [first] = await found(joined(rewritten))
    expect(first).toMatchObject({ line: at + 2, code: expect.stringMatching(/^record\/(chain|seal)$/) })
  }
})

test('E15: lines rewritten from one on to the last, chain and all, do not fit the seal', async () => {
  const lines = linesOf(bytes.unsigned)
  const rewritten = rechained(lines.slice(0, -1), 3)
  const [first] = await found(joined([...rewritten, lines.at(-1) as string]))
  expect(first).toMatchObject({ line: lines.length, code: 'record/chain' })
})

/** Line 3 says something else, and all after it are chained to what it says now. */
function rechained(lines: readonly string[], at: number): string[] {
  let prev: string | null = null
  return lines.map((line, index) => {
    const text = forged(line, (entry) => ({ ...entry, ...(index === at ? { request: 'another' } : {}), prev }))
    prev = JSON.parse(text).hash as string
    return text
  })
}

test('E15: anything after the seal is found: a line, a blank one, or a piece', async () => {
  const lines = linesOf(bytes.unsigned)
  const next = lines.length + 1
  for (const more of [`${lines[1]}\n`, '\n', ' ', '{"entry"', '\r\n'])
    expect(await found(`${joined(lines)}${more}`)).toMatchObject([{ line: next }])
})

test('E15: what the seal says otherwise than it is, is found: one with another time, count or run', async () => {
  const lines = linesOf(bytes.unsigned)
  const changes: Record<string, unknown>[] = [
    { entries: 3 },
    { run: 'another' },
    { tenant: 'other' },
    { root: `sha256:${'0'.repeat(64)}` },
  ]
  for (const change of changes) {
    const text = forged(lines.at(-1) as string, (entry) => restated(entry, change))
    expect(await found(joined([...lines.slice(0, -1), text]))).toMatchObject([
      { line: lines.length, code: 'record/seal' },
    ])
  }
})

/** A seal whose statement says something else. */
function restated(entry: Record<string, unknown>, change: object): object {
  const envelope = entry.envelope as { payload: string }
  const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString())
  const sorted = Object.fromEntries(Object.entries({ ...statement, ...change }).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { ...entry, envelope: { ...envelope, payload: Buffer.from(JSON.stringify(sorted)).toString('base64') } }
}

test('E15: a seal with another time than its statement, or with another text for the same statement, is found', async () => {
  const lines = linesOf(bytes.unsigned)
  const again = (entry: Record<string, unknown>, text: (statement: object) => string) => {
    const envelope = entry.envelope as { payload: string }
    const payload = Buffer.from(text(JSON.parse(Buffer.from(envelope.payload, 'base64').toString())))
    return { ...entry, envelope: { ...envelope, payload: payload.toString('base64') } }
  }
  const seals = [
    (entry: Record<string, unknown>) => ({ ...entry, at: '2020-01-01T00:00:00.000Z' }),
    (entry: Record<string, unknown>) => again(entry, (statement) => JSON.stringify(statement, null, 1)),
    (entry: Record<string, unknown>) => ({
      ...entry,
      envelope: { ...(entry.envelope as object), payloadType: 'text/plain' },
    }),
  ]
  for (const change of seals) {
    const text = forged(lines.at(-1) as string, change)
    expect(await found(joined([...lines.slice(0, -1), text]))).toMatchObject([
      { line: lines.length, code: 'record/seal' },
    ])
  }
})

test('E15: a statement changed under its signature, one without it, or under another one, is found', async () => {
  const lines = linesOf(bytes.signed)
  const other = linesOf(await sealedBytes(true)).at(-1) as string
  const { signatures } = JSON.parse(other).entry.envelope
  const seals = [
    (entry: Record<string, unknown>) => restated(entry, { cutOff: true }),
    (entry: Record<string, unknown>) => ({ ...entry, envelope: { ...(entry.envelope as object), signatures: [] } }),
    (entry: Record<string, unknown>) => ({ ...entry, envelope: { ...(entry.envelope as object), signatures } }),
  ]
  for (const change of seals) {
    const text = forged(lines.at(-1) as string, change)
    expect(await found(joined([...lines.slice(0, -1), text]))).toMatchObject([
      { line: lines.length, code: 'record/seal' },
    ])
  }
})

test('E15: with keys that somebody trusts, another signer and no signature are findings', async () => {
  const stranger = [
    signerFrom(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()),
  ]
  expect(await found(bytes.signed, [signerFrom(key)])).toEqual([])
  expect(await found(bytes.signed, stranger)).toMatchObject([{ code: 'record/unknown-signer' }])
  expect(await found(bytes.unsigned, stranger)).toMatchObject([{ code: 'record/unsigned' }])
})

test('an empty file, and one that is no record, are found', async () => {
  expect(await found('')).toMatchObject([{ code: 'record/torn', line: 1 }])
  expect(await found('hello\n')).toMatchObject([{ code: 'record/changed', line: 1 }])
  expect(await found(Buffer.from([0xff, 0xfe, 10]))).toMatchObject([{ line: 1 }])
})
