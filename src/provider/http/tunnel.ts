import { request as askPlain, type ClientRequest } from 'node:http'
import { request as askTls } from 'node:https'
import type { Socket } from 'node:net'
import type { Timeouts } from './options.js'
import { ProxyRefusal } from './trouble.js'
import { type Connector, connector } from './undici.js'

/**
 * Connects through a proxy's tunnel (CONNECT), also to platforms that speak plain HTTP: so the proxy is told where to and
 * no more, and never the token.
 */
export function throughProxy(proxy: URL, { connect }: Timeouts): Connector {
  const shake = connector({ timeout: connect })
  return (target, callback) => {
    openTunnel(proxy, target, connect).then(
      (socket) =>
        target.protocol === 'https:' ? shake({ ...target, httpSocket: socket }, callback) : callback(null, socket),
      (error: Error) => callback(error, null),
    )
  }
}

function openTunnel(
  proxy: URL,
  { hostname, port, protocol }: Parameters<Connector>[0],
  timeout: number,
): Promise<Socket> {
  const host = hostname.includes(':') && !hostname.startsWith('[') ? `[${hostname}]` : hostname
  const authority = `${host}:${port || (protocol === 'https:' ? 443 : 80)}`
  return new Promise((resolve, reject) => {
    const asking = ask(proxy, authority)
    const timer = setTimeout(() => asking.destroy(new Error(`no tunnel within ${timeout / 1000} s`)), timeout)
    asking.once('connect', ({ statusCode = 0 }, socket, head) => {
      clearTimeout(timer)
      if (statusCode === 200 && head.length === 0) return resolve(socket)
      socket.destroy()
      reject(new ProxyRefusal(`the proxy ${proxy.host} answered ${statusCode}${hint(statusCode)}`, statusCode >= 500))
    })
    asking.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      reject(new ProxyRefusal(`the proxy ${proxy.host} could not be reached (${error.code ?? error.message})`, true))
    })
    asking.end()
  })
}

const hint = (status: number): string => (status === 407 ? ': it wants another user name or password' : '')

function ask(proxy: URL, authority: string): ClientRequest {
  const { username, password } = proxy
  const secret = `${decoded(username)}:${decoded(password)}`
  const login = username === '' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(secret).toString('base64')}` }
  const ask = proxy.protocol === 'https:' ? askTls : askPlain
  return ask({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...login },
    agent: false,
  })
}

/** A password may hold a percent sign that nobody encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
