import type { Role } from '../../src/conformance/index.js'
import { openSandbox, type Sandbox } from '../support/sandbox.js'

/** A sandbox with the tokens of everybody whom the checks can use. */
export async function peopledSandbox(): Promise<{ sandbox: Sandbox; tokens: Record<Role, string> }> {
  const sandbox = await openSandbox()
  const tokenOf = async (email: string) => (await sandbox.as(email)).token
  const tokens = {
    read: sandbox.reader.token,
    manager: await tokenOf('max@acme.example'),
    'project-admin': await tokenOf('pia@acme.example'),
    member: await tokenOf('ana@acme.example'),
  }
  return { sandbox, tokens }
}
