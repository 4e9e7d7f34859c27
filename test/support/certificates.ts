import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

export interface Authority {
  /** The file with its own certificate, as NODE_EXTRA_CA_CERTS names it. */
  readonly file: string
  /** A certificate for a host. */
  issue(host: string, more?: { days?: [from: string, to: string] }): Certificate
}

/** An authority that nobody knows, made with openssl; its folder goes with the test. */
export function authority(): Authority {
  const dir = mkdtempSync(join(tmpdir(), 'writ-authority-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  const at = (name: string) => join(dir, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test CA', '-days', '30')
  writeFileSync(at('index'), '')
  writeFileSync(at('serial'), '01\n')
  writeFileSync(at('ca.cnf'), CONFIG)
  return {
    file: at('ca.pem'),
    issue(host, { days } = {}) {
      writeFileSync(at('ext'), `subjectAltName=${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}\n`)
      openssl('req', ...newKey, '-keyout', 'host.key', '-out', 'host.csr', '-subj', `/CN=${host}`)
      const dates = days ? ['-startdate', days[0], '-enddate', days[1]] : ['-days', '30']
      const ca = ['-config', 'ca.cnf', '-batch', '-notext', '-in', 'host.csr', '-out', 'host.pem']
      openssl('ca', ...ca, '-extfile', 'ext', ...dates)
      return { key: readFileSync(at('host.key'), 'utf8'), cert: readFileSync(at('host.pem'), 'utf8') }
    },
  }
}

const CONFIG = `[ca]
default_ca=own
[own]
database=index
serial=serial
certificate=ca.pem
private_key=ca.key
new_certs_dir=.
default_md=sha256
policy=any
unique_subject=no
[any]
commonName=supplied
`
