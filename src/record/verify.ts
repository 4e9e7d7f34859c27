import { Chain } from './chain.js'
import type { PublicKey } from './keys.js'
import { linesOf } from './lines.js'
import { lifeOf } from './process.js'
import type { RecordFile, RecordFinding } from './shelf.js'

/** What was made sure of in one record. */
export interface VerifiedRecord {
  readonly run: string
  readonly place: string
  readonly state: 'sealed' | 'running' | 'bad'
  /** Lines that hang together. */
  readonly lines: number
  readonly chain: Chain
  readonly findings: readonly RecordFinding[]
}

/** Reads one record line by line and holds it to its chain, its tree and its seal. Needs no more memory for a longer one. */
export async function verifyFile(file: RecordFile, keys: readonly PublicKey[]): Promise<VerifiedRecord> {
  const chain = new Chain()
  const { run, place } = file
  let lines = 0
  const found = (findings: readonly RecordFinding[], state: VerifiedRecord['state'] = 'bad'): VerifiedRecord => ({
    ...{ run, place, chain, lines, findings, state: findings.length > 0 ? 'bad' : state },
  })
  const wrong = (code: string, line: number, message: string) => found([{ code, place, line, message }])
  let torn = 0
  for await (const chunk of linesOf(file.bytes())) {
    for (const bytes of chunk.lines) {
      const problem = chain.take(bytes)
      if (problem !== null) return wrong(problem.code, lines + 1, problem.message)
      lines += 1
    }
    torn = chunk.rest.length
  }
  if (chain.run === null) return wrong('record/torn', 1, 'is cut off: nothing of it is whole')
  if (chain.run.run !== run) return wrong('record/misplaced', 1, `belongs to the run ${chain.run.run}`)
  if (chain.seal === null && lifeOf(chain.run.process) === 'alive') return found([], 'running')
  if (torn > 0)
    return wrong(chain.seal === null ? 'record/torn' : 'record/after-seal', lines + 1, tornText(torn, chain))
  if (chain.seal === null) return wrong('record/unsealed', lines, unsealedText(chain))
  return found(signed(place, chain, keys, lines), 'sealed')
}

const tornText = (bytes: number, { seal }: Chain): string =>
  seal === null ? `is cut off after ${bytes} bytes` : 'follows the seal, which is the last line'

function unsealedText({ run }: Chain): string {
  const host = run?.process.host ?? ''
  const whose =
    run !== null && lifeOf(run.process) === 'elsewhere'
      ? `; whether it still runs on ${host} cannot be seen from here`
      : ''
  return `is the last line, and no seal: the run was cut off, or lines are missing at the end${whose}`
}

/** Who signed is held to the keys that somebody trusts; without any, a signature proves no more than that it fits. */
function signed(place: string, { seal }: Chain, keys: readonly PublicKey[], line: number): RecordFinding[] {
  const signer = seal?.statement.signer ?? null
  if (keys.length === 0 || keys.some(({ keyid }) => keyid === signer?.keyid)) return []
  if (signer === null) return [{ code: 'record/unsigned', place, line, message: 'is not signed' }]
  return [
    {
      code: 'record/unknown-signer',
      place,
      line,
      message: `is signed by ${signer.keyid}, which is none of the keys given`,
    },
  ]
}
