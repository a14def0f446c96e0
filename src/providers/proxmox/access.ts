import { Problem } from '../../lib/problem.ts'
import type { Secret } from '../../lib/secret.ts'

/** How one Proxmox VE is reached: one host, or a cluster by any of its hosts. */
export interface ProxmoxAccess {
  /** What the reader calls it, for messages. */
  readonly name: string
  /** `https://kvm1.example.coop:8006`; over plain HTTP only to this very computer, for practice. */
  readonly url: string
  /** `mycel@pve!apply`; no secret. */
  readonly tokenId: string
  /** The UUID that `pveum user token add` shows once. */
  readonly token: Secret
  /** SHA-256 of its certificate, as `pvenode cert info` shows it: the only certificate that is believed. */
  readonly fingerprint?: string | undefined
  /** PEM of the authority that signed its certificate, such as /etc/pve/pve-root-ca.pem, instead of those of the system. */
  readonly ca?: string | undefined
}

const tokenId = /^[^\s:/@!]+@[A-Za-z][\w.-]*![A-Za-z][\w.-]*$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** The Authorization header of a token. Throws Problem 'invalid', which never shows the token. */
export function authorization(access: ProxmoxAccess): string {
  const { name, token } = access
  if (!tokenId.test(access.tokenId)) {
    throw new Problem('invalid', `the token of Proxmox ${name} has no name of the form USER@REALM!NAME`, {
      hint: 'such as mycel@pve!apply; see docs/admin/proxmox.md',
    })
  }
  const secret = token.reveal().trim()
  if (uuid.test(secret)) return `PVEAPIToken=${access.tokenId}=${secret}`
  throw new Problem('invalid', `the secret of the token ${access.tokenId} for Proxmox ${name} is not one of Proxmox`, {
    hint: 'it is the UUID that `pveum user token add` shows once, and nothing else; see docs/admin/proxmox.md',
  })
}

/** Throws Problem 'invalid' when the token would travel readable for others, or the fingerprint is none. */
export function checkAccess({ name, url, fingerprint }: ProxmoxAccess): void {
  const { protocol, hostname } = new URL(url)
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback.test(hostname))) {
    throw new Problem('invalid', `Proxmox ${name} is to be reached at ${url}, where others could read the token`, {
      hint: 'write https://, and the port, which is usually 8006',
    })
  }
  if (fingerprint !== undefined && plainFingerprint(fingerprint).length !== 64) {
    throw new Problem('invalid', `the fingerprint of Proxmox ${name} is not one of SHA-256`, {
      hint: 'on the host, `pvenode cert info` shows it: 32 pairs of hexadecimal digits with colons between',
    })
  }
}

/** The 64 hexadecimal digits of a fingerprint, however it is written. */
export function plainFingerprint(text: string): string {
  return text
    .replace(/^sha256[:=\s]*/i, '')
    .replace(/[^0-9a-f]/gi, '')
    .toUpperCase()
}
