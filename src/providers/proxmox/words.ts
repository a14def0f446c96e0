/** MiB in words: `2 GiB`, `1536 MiB`. */
export function memoryInWords(mebibytes: number): string {
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`
}

export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}

/** `ssh-ed25519 AAAA… dawn@laptop` as `dawn@laptop`; without a comment the end of the key. */
export function keyInWords(key: string): string {
  const [type = '', body = '', ...comment] = key.split(/\s+/)
  return comment.length > 0 ? comment.join(' ') : `${type} …${body.slice(-8)}`
}

export function yesNo(value: boolean): string {
  return value ? 'yes' : 'no'
}
