import { Problem } from '../lib/problem.ts'

const curves: readonly string[] = [
  'ssh-ed25519',
  'sk-ssh-ed25519@openssh.com',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]

/** The least bits of an RSA key that is let in. */
const leastBits = 2048

/** Checks the line of a public SSH key and gives it with single blanks. Throws a Problem about what it is not. */
export function parseSshKey(text: string): string {
  const words = text.trim().split(/\s+/)
  const [type = '', body = ''] = words
  if (/PRIVATE KEY/.test(text)) {
    throw new Problem('invalid', 'this is a private key', {
      hint: 'write the public one, from the file that ends in .pub, and make a new pair: this one has been seen',
    })
  }
  if (text.trim().includes('\n')) {
    throw new Problem('invalid', 'there are several lines', { hint: 'write each key as an entry of its own' })
  }
  if (type === 'ssh-dss') throw new Problem('invalid', 'a DSA key is too weak', { hint: makeOne })
  if (!curves.includes(type) && type !== 'ssh-rsa') {
    throw new Problem('invalid', 'this is not the line of a public SSH key', {
      hint: 'write the one line of a .pub file: ssh-ed25519 AAAA… name@laptop',
    })
  }
  const fields = readFields(Buffer.from(body, 'base64'))
  if (fields[0]?.toString('latin1') !== type) {
    throw new Problem('invalid', `the key is cut off, or is not one of type ${type}`, { hint: 'copy the whole line' })
  }
  const bits = type === 'ssh-rsa' ? bitsOf(fields[2]) : undefined
  if (bits !== undefined && bits < leastBits) {
    throw new Problem('invalid', `an RSA key of ${bits} bits is too weak: the least is ${leastBits}`, { hint: makeOne })
  }
  return words.join(' ')
}

const makeOne = 'make one with: ssh-keygen -t ed25519'

/** The parts of a key's body, each with its length before it; empty when it does not add up. */
function readFields(body: Buffer): Buffer[] {
  const fields: Buffer[] = []
  let at = 0
  while (at + 4 <= body.length) {
    const length = body.readUInt32BE(at)
    if (at + 4 + length > body.length) return []
    fields.push(body.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return at === body.length ? fields : []
}

function bitsOf(modulus: Buffer | undefined): number {
  return modulus === undefined ? 0 : BigInt(`0x0${modulus.toString('hex')}`).toString(2).length
}
