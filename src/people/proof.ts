import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * How a secret that we made is kept: cookies, tokens and links are random, so a slow hash would protect nothing more.
 */
export function hashSecret(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** A proof that only this installation can make for this purpose and text. */
export function prove(key: Buffer, purpose: string, text: string): string {
  return createHmac('sha256', key).update(`${purpose}\0${text}`).digest('base64url')
}

/** Whether the proof is ours, in the same time for every wrong one. */
export function isProof(key: Buffer, purpose: string, text: string, proof: string): boolean {
  const ours = Buffer.from(prove(key, purpose, text))
  const theirs = Buffer.from(proof)
  return ours.length === theirs.length && timingSafeEqual(ours, theirs)
}
