/** The words of a destination's path that people would read: letters, at least four of them, no ids. */
export function pathWords(destination: string): string[] {
  if (!/^https?:/i.test(destination) || !URL.canParse(destination)) return []
  return decode(new URL(destination).pathname)
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length >= 4 && (word === word.toLowerCase() || /^\p{Lu}\p{Ll}+$/u.test(word)))
    .map((word) => word.toLowerCase())
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
