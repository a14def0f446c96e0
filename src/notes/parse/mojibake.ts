/**
 * Sets right what was UTF-8, was read as Windows-1252 and written as UTF-8 again: `â˜…` becomes `★`. Text that is sound
 * stays, and repairing twice changes nothing. Where a text is damaged throughout, all of it is decoded; where only parts
 * are, those sequences that begin as such damage does and as no word ends.
 */
export function repair(text: string): string {
  const once = decodeWhole(text) ?? text.replace(sure, (sequence) => decode(sequence) ?? sequence)
  return once === text ? text : repair(once)
}

/** What Windows-1252 shows for the bytes 0x80 to 0x9f; the five that it does not know stay as they are. */
const shown = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'
const follower = `[\u00a0-\u00bf${shown}]`
// The other leading bytes are common letters in sound French (`allé…»`) and do not begin emoji or punctuation.
const sure = new RegExp(`[ÂÃ]${follower}|[âï]${follower}{2}|ð${follower}{3}`, 'gu')
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A text in which every letter beyond ASCII is such damage, and some of it surely; undefined for any other. */
function decodeWhole(text: string): string | undefined {
  if (text.search(sure) < 0) return undefined
  const runs = text.match(/[^\0-\x7f]+/gu) ?? []
  if (runs.some((run) => decode(run) === undefined)) return undefined
  return text.replace(/[^\0-\x7f]+/gu, (run) => decode(run) ?? run)
}

/** Undefined when the letters are not all of Windows-1252, or their bytes are not UTF-8. */
function decode(letters: string): string | undefined {
  const bytes = Array.from(letters, (letter) => {
    const at = shown.indexOf(letter)
    return at < 0 ? letter.charCodeAt(0) : 0x80 + at
  })
  if (bytes.some((byte) => byte > 0xff)) return undefined
  try {
    return strict.decode(Uint8Array.from(bytes))
  } catch {
    return undefined
  }
}
