import { type Address, address } from './address.js'
import type { EstateDocument } from './document.js'

/** What a document is called in an address: `package/pro`, `accountset/basic`, `project/acme/apollo`. */
export function addressOfDocument({ kind, value }: EstateDocument): Address {
  const { account, project, app, name, email } = value as unknown as Record<string, string | undefined>
  const kindName = kind === 'ProjectTemplate' ? 'template' : kind.toLowerCase()
  const parts = kind === 'Connection' ? [account, app, name] : [account, project, email ?? name]
  // A connection's project is a field of it and no part of its name.
  return address(kindName, ...parts.filter((part) => part !== undefined))
}
