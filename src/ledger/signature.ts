import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto'

/** Signs closed months in the name of this installation. */
export interface Signer {
  /** Ed25519, as Base64 of its SubjectPublicKeyInfo: what others verify with. */
  readonly publicKey: string
  /** Over the last hash of an organisation's month; Base64. */
  sign(organisation: string, month: string, head: string): string
}

/** A signer whose key comes from the installation's: the same after every restart and on every replica. */
export function createSigner(installationKey: Buffer): Signer {
  const seed = Buffer.from(hkdfSync('sha256', installationKey, '', 'ledger signature 1', 32))
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).toString('base64')
  return {
    publicKey,
    sign: (organisation, month, head) =>
      sign(null, Buffer.from(signed(organisation, month, head)), privateKey).toString('base64'),
  }
}

/** Whether the holder of that key signed it; false for what is no key and no signature. */
export function isSigned(
  { organisation, month, head }: { readonly organisation: string; readonly month: string; readonly head: string },
  publicKey: string,
  signature: string,
): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    if (key.asymmetricKeyType !== 'ed25519') return false
    return verify(null, Buffer.from(signed(organisation, month, head)), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

function signed(organisation: string, month: string, head: string): string {
  return `mycel statement 1\n${organisation}\n${month}\n${head}`
}
