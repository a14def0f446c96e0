import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Makes texts that only this installation can make, and read. */
export interface Seal {
  /** The text, encrypted; fit for an address. Twice the same text gives two different seals. */
  close(text: string): string
  /** What was sealed; undefined for what is not ours or was altered. */
  open(sealed: string): string | undefined
}

const cipher = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/** A seal whose key comes from the installation's; what was sealed for one purpose is nothing to another. */
export function createSeal(installationKey: Buffer, purpose: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', installationKey, '', purpose, 32))
  return {
    close(text) {
      const nonce = randomBytes(nonceLength)
      const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagLength })
      return Buffer.concat([nonce, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]).toString(
        'base64url',
      )
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url')
      // One seal has one spelling: what base64 would pass over is not passed over here.
      if (bytes.length <= nonceLength + tagLength || bytes.toString('base64url') !== sealed) return undefined
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
      opening.setAuthTag(bytes.subarray(-tagLength))
      try {
        return opening.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8') + opening.final('utf8')
      } catch {
        return undefined
      }
    },
  }
}
