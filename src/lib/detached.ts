/**
 * The same text with memory of its own. V8 makes a piece of a text point into the whole, which then lives as long as the
 * piece: what is kept of a large answer would keep all of it.
 */
export function detached(text: string): string {
  // A piece of a joined text, which V8 must write out anew before it can point into it.
  return text.length < shortest ? text : ` ${text}`.slice(1)
}

/** Shorter pieces are copied by V8 itself. */
const shortest = 13
