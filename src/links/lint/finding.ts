/** What may be wrong with a table of links. */
export type Rule = keyof typeof sentences

/** `error`: it does not do what it says. `warning`: probably not meant. `note`: good to know. */
export type Severity = 'error' | 'warning' | 'note'

/** Something that was found. */
export interface Finding {
  readonly rule: Rule
  readonly kind: Severity
  readonly source: string
  /** Counted from 1; undefined where there are no lines. */
  readonly line?: number | undefined
  /** Empty when it is about the whole table. */
  readonly keyword: string
  /** Another keyword, source or word that it is about. */
  readonly other?: string | undefined
}

interface Words {
  readonly keyword: string
  readonly other: string
}

const sentences = {
  heading: () => 'the table has no heading; the first line is taken for a link. Begin with keyword,destination_url',
  unfinished: () => 'the last line does not end: the next row that a program appends is glued to it',
  quotes: () => 'a quote is not closed; the table is read without quotes',
  colon: ({ keyword }: Words) => `${keyword}: a colon stands where a comma belongs, so this is no link`,
  fields: ({ keyword }: Words) => `${keyword}: the row does not have as many cells as the heading, so this is no link`,
  glued: ({ keyword }: Words) => `${keyword}: two rows are glued together on one line, so neither is a link`,
  commas: ({ keyword }: Words) => `${keyword}: its address has commas; put it in quotes`,
  blankKeyword: ({ keyword }: Words) => `${keyword}: blanks around the keyword (they are ignored)`,
  blankDestination: ({ keyword }: Words) => `${keyword}: blanks around the address (they are ignored)`,
  badKeyword: ({ keyword }: Words) =>
    `${keyword}: a keyword has letters, digits, ".", "_" and "-" only, so this is no link`,
  capitals: ({ keyword }: Words) => `${keyword}: capitals do not matter; write it in small letters`,
  badVisibility: ({ keyword, other }: Words) => `${keyword}: "${other}" is no visibility; it is taken as unlisted`,
  duplicate: ({ keyword, other }: Words) => `${keyword}: line ${other} has this keyword already and wins`,
  blank: ({ keyword }: Words) => `${keyword}: its address holds a blank, so it leads nowhere`,
  noAddress: ({ keyword }: Words) => `${keyword}: what it leads to is no address; begin with https://`,
  scheme: ({ keyword }: Words) => `${keyword}: browsers are not sent to such an address`,
  tooLong: ({ keyword }: Words) => `${keyword}: its address is too long`,
  chain: ({ keyword, other }: Words) =>
    `${keyword}: leads through several others (${other}); name the last one at once`,
  loop: ({ keyword, other }: Words) => `${keyword}: leads back to itself (${other})`,
  dangling: ({ keyword, other }: Words) => `${keyword}: leads to the link ${other}, which does not exist`,
  toRetired: ({ keyword, other }: Words) => `${keyword}: leads to the link ${other}, which is retired`,
  plainHttp: ({ keyword }: Words) => `${keyword}: http:// can be read and changed on the way; try https://`,
  password: ({ keyword }: Words) => `${keyword}: its address holds a password, so the search does not show it`,
  publicPassword: ({ keyword }: Words) =>
    `${keyword}: it is said to be public, but its address holds a password; the search does not show it`,
  privatePlace: ({ keyword }: Words) => `${keyword}: leads to what only some may read; the search does not show it`,
  same: ({ keyword, other }: Words) => `${keyword}: leads to the same address as ${other}`,
  swapped: ({ keyword, other }: Words) => `${keyword}: looks swapped with ${other}: each leads to what the other says`,
  misspelt: ({ keyword, other }: Words) => `${keyword}: looks misspelt; elsewhere it is "${other}"`,
  differs: ({ keyword, other }: Words) => `${keyword}: ${other} says something else of it, and wins`,
  cameBack: ({ keyword, other }: Words) => `${keyword}: was retired, and is in use again since ${other}`,
} as const satisfies Readonly<Record<string, (words: Words) => string>>

/** What was found, in words; without the place. */
export function sayFinding({ rule, keyword, other = '' }: Finding): string {
  return sentences[rule]({ keyword: keyword || 'a row', other })
}

/** Where it was found: `shortlinks.csv:12`. */
export function placeOf({ source, line }: Finding): string {
  return line === undefined ? source : `${source}:${line}`
}
