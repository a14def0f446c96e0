/** What a keyword may look like: letters and digits of any script, and `.`, `_`, `-` between them. In small letters. */
export const keywordShape = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}._-]{0,78}[\p{L}\p{M}\p{N}])?$/u

/** The one form under which a keyword is known, however it was typed. */
export function foldKeyword(text: string): string {
  return text.normalize('NFC').trim().toLowerCase()
}

/** Whether it can be a keyword as it stands, folded. */
export function isKeyword(keyword: string): boolean {
  return keywordShape.test(keyword)
}

/** The words of which a keyword is made: `calls-private` has two. */
export function wordsOf(keyword: string): string[] {
  return keyword.split(/[._-]/).filter((word) => word !== '')
}
