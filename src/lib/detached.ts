/**
 * The same text with memory of its own. V8 makes a piece of a text point into the whole, which then lives as long as the
 * piece: what is kept of a large answer would keep all of it.
 */
export function detached(text: string): string {
  if (text.length < shortest) return text
  // Half of a surrogate pair, which UTF-8 cannot hold, is kept by pointing into a copy.
  return text.isWellFormed() ? Buffer.from(text).toString() : ` ${text}`.slice(1)
}

/** Shorter pieces are copied by V8 itself. */
const shortest = 13
