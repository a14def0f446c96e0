import { type ConnectionOptions, type Connections, openConnections } from '../outbound/connections.ts'
import { BrokenExchange, exchange, type Incoming, type Outgoing } from '../outbound/exchange.ts'
import { type ProxmoxAccess, plainFingerprint } from './access.ts'

/** Carries one request to Proxmox and brings its answer. Throws `BrokenExchange`. */
export interface Transport extends AsyncDisposable {
  carry(outgoing: Outgoing): Promise<Incoming>
}

/** pveproxy has three workers, and pvedaemon behind it three more: more connections only wait there. */
const connections = 6
/** pveproxy drops a connection that is idle for 5 s. */
const idleTimeoutMs = 4_000

/** Over HTTP/1.1, which alone has the words after the status that older releases put their message into. */
export function overHttp(access: ProxmoxAccess): Transport {
  const open = openConnections(access.url, { connections, idleTimeoutMs, ca: access.ca, judge: judgeOf(access) })
  return {
    carry: (outgoing) => repeatIfBroken(open, outgoing),
    [Symbol.asyncDispose]: () => open.pool.destroy(),
  }
}

/** What only reads is read once more when the connection broke: pveproxy gives idle ones up, and restarts its workers. */
async function repeatIfBroken({ pool }: Connections, outgoing: Outgoing): Promise<Incoming> {
  try {
    return await exchange(pool, outgoing)
  } catch (error) {
    const isBroken = error instanceof BrokenExchange && error.reason === 'connection' && error.progress.started
    if (outgoing.method !== 'GET' || !isBroken) throw error
    return await exchange(pool, outgoing)
  }
}

/** One known certificate is believed, and no other: the token is not sent to anybody else. */
function judgeOf({ fingerprint }: ProxmoxAccess): ConnectionOptions['judge'] {
  if (fingerprint === undefined) return undefined
  return (socket) => {
    const shown = socket.getPeerCertificate().fingerprint256 ?? 'none'
    if (plainFingerprint(shown) === plainFingerprint(fingerprint)) return undefined
    return new Error(`its certificate has the fingerprint ${shown}, which is not the declared one`)
  }
}
