/** A size in MiB as people write it: `512 MiB`, `4 GiB`, `1.5 TiB`. */
export function spellSize(mebibytes: number): string {
  if (mebibytes < 1024) return `${mebibytes} MiB`
  const [size, unit] = mebibytes < 1024 ** 2 ? [mebibytes / 1024, 'GiB'] : [mebibytes / 1024 ** 2, 'TiB']
  return `${Number(size.toFixed(1))} ${unit}`
}
