/**
 * Sets right what was UTF-8, was read as Windows-1252 and written as UTF-8 again: `â˜…` becomes `★`. Only whole
 * sequences that begin as such damage does are changed; text that is sound stays, and repairing twice changes nothing.
 */
export function repair(text: string): string {
  const once = text.replace(damaged, (sequence) => decode(sequence) ?? sequence)
  return once === text ? text : repair(once)
}

/** What Windows-1252 shows for the bytes 0x80 to 0x9f; the five that it does not know stay as they are. */
const shown = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const follower = `[\u00a0-\u00bf${shown}]`
// The other leading bytes are common letters in sound French (`allé…»`) and do not begin emoji or punctuation.
const damaged = new RegExp(`[ÂÃ]${follower}|[âï]${follower}{2}|ð${follower}{3}`, 'gu')
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function decode(sequence: string): string | undefined {
  const bytes = Array.from(sequence, (letter) => {
    const at = shown.indexOf(letter)
    return at < 0 ? letter.charCodeAt(0) : 0x80 + at
  })
  try {
    return strict.decode(Uint8Array.from(bytes))
  } catch {
    return undefined
  }
}
