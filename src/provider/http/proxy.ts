import { BlockList, isIP } from 'node:net'
import { Fault } from '../../model/fault.js'

/** What the environment says of proxies, as curl and others read it; the lower case wins. */
export interface Proxies {
  readonly http: string
  readonly https: string
  /** Hosts that are reached directly. */
  readonly none: string
}

export function proxiesOf(environment: Readonly<Record<string, string | undefined>>): Proxies {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()] || ''
  return { http: read('http_proxy'), https: read('https_proxy'), none: read('no_proxy') }
}

/** The proxy that leads to a platform, or null. This machine is always reached directly. */
export function proxyFor(platform: URL, { http, https, none }: Proxies): URL | null {
  const text = platform.protocol === 'https:' ? https : http
  if (text === '' || isNear(platform) || isExcepted(platform, none)) return null
  const full = text.includes('://') ? text : `http://${text}`
  const proxy = URL.canParse(full) ? new URL(full) : null
  if (proxy !== null && /^https?:$/.test(proxy.protocol)) return proxy
  // Not quoted: it may hold a password.
  throw new Fault(
    'platform/bad-proxy',
    'The address of the proxy is not an http or https URL.',
    'Mend HTTPS_PROXY or HTTP_PROXY.',
  )
}

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '').toLowerCase()

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

const isNear = (platform: URL): boolean => {
  const host = hostOf(platform)
  return host === 'localhost' || host.endsWith('.localhost') || isListed(LOOPBACK, host)
}

const isListed = (list: BlockList, host: string): boolean =>
  isIP(host) !== 0 && list.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4')

/** `*`, a host with those below it, an address or a range of them, each with a port if only that is meant. */
function isExcepted(platform: URL, none: string): boolean {
  const host = hostOf(platform)
  const port = platform.port || (platform.protocol === 'https:' ? '443' : '80')
  return none
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const { name, only } = entryOf(entry)
      return (only === null || only === port) && (name === '*' || isWithin(host, name))
    })
}

function entryOf(entry: string): { name: string; only: string | null } {
  if (isIP(entry) === 6) return { name: entry, only: null }
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]*))(?::(\d+))?$/.exec(entry) ?? []
  return { name: (bracketed ?? plain ?? entry).replace(/^\*?\./, ''), only: port ?? null }
}

function isWithin(host: string, name: string): boolean {
  if (host === name || host.endsWith(`.${name}`)) return true
  const [network = '', bits] = name.split('/')
  if (bits === undefined || isIP(network) === 0 || !/^\d{1,3}$/.test(bits)) return false
  const range = new BlockList()
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
  if (Number(bits) > (family === 'ipv6' ? 128 : 32)) return false
  range.addSubnet(network, Number(bits), family)
  return isListed(range, host)
}
